package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.copy.ShadowTable;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.OwnTriggerStatements.Broken;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.partitioning.structure.RetiredRights;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way back from wherever things stand, and what keeps it short. */
public final class ReturnPhase {

    private final ConvertMemory memory;
    private final StepContext context;
    private final Conversion conversion;
    private final SwapActions swapActions;
    private final ForeignKeys foreignKeys;

    public ReturnPhase(Conversion conversion, ConvertMemory memory, StepContext context) {
        this.memory = memory;
        this.context = context;
        this.conversion = conversion;
        this.swapActions = new SwapActions(conversion, context);
        this.foreignKeys = new ForeignKeys(conversion);
    }

    public Program uncapture() {
        if (new Identities(conversion).oldIsDropped(context)) {
            keepTheCopy();
            return Program.EMPTY;
        }
        boolean captured = swapActions.present().triggers().stream()
                .anyMatch(trigger ->
                        trigger.name().equals(conversion.objects().forward().rowTrigger()));
        return captured
                ? Program.of(Transaction.of(
                        "uncapture",
                        "Stop logging the changes of " + conversion.table(),
                        Undo.NONE,
                        context.dialect()
                                .statements(KeyLogStatements.class)
                                .release(conversion.objects().forward(), conversion.table())))
                : Program.EMPTY;
    }

    /** Of a table that somebody has dropped, the rows that had been copied may be all that is left. */
    private void keepTheCopy() {
        if (swapActions.exists(conversion.shadow())) {
            throw new RefusedException(Finding.error(
                    Codes.DROPPED_DURING_COPY,
                    conversion.table() + " has been dropped; what had been copied of it is in " + conversion.shadow(),
                    "To keep these rows, give that table another name (ALTER TABLE " + conversion.shadow()
                            + " RENAME TO ...); otherwise drop it. Then roll back, which takes away the rest."));
        }
    }

    public Program swapBack() {
        if (new Identities(conversion).copyIsDropped(context) && swapActions.exists(conversion.retired())) {
            throw new RefusedException(Finding.error(
                    Codes.DROPPED_AFTER_CUTOVER,
                    conversion.table() + " has been dropped; its rows as of the last replay are in "
                            + conversion.retired(),
                    "Finalize with --accept-differences: that releases " + conversion.retired()
                            + " and keeps it. Then give it whatever name you want."));
        }
        Table now = swapActions.present();
        if (!now.partitioned()) {
            List<Action> rest = new ArrayList<>(foreignKeys.proveRestored(Optional.of(now)));
            rest.addAll(unguard(now));
            return Program.of(rest);
        }
        if (!swapActions.exists(conversion.retired())) {
            throw new RefusedException(
                    Finding.error(
                            Codes.RETIRED_GONE,
                            conversion.retired()
                                    + ", the table as it was before, is no longer there: there is no way back",
                            "Give it its name back if it has been renamed; or keep the partitioned table and finalize with --accept-differences."));
        }
        Dependents dependents = Dependents.of(conversion, context);
        List<Table> tree = context.catalog().tree(conversion.table());
        List<Action> actions = new ArrayList<>();
        actions.add(Transaction.of(
                "back.misgivings",
                "See that a rollback would lose nothing of others",
                Undo.NONE,
                new RollbackDriftChecks(conversion, context).checks()));
        SyncedTables watch = SyncedTables.reverse(conversion, memory, context);
        List<Broken> broken = watch.broken(context);
        if (!broken.isEmpty()) {
            actions.add(mend(watch, broken));
            return Program.of(actions);
        }
        String state = watch.state(context);
        boolean compared = watch.compared(state, context);
        actions.add(drain("back.catch-up", CutoverPhase.FEW, compared));
        actions.addAll(swapActions.outlive(conversion.objects().returnGuard(), "back"));
        if (!compared) {
            actions.add(watch.compare(state, context));
        }
        actions.add(drain("back.catch-up.last", CutoverPhase.FEW, true));
        actions.add(Transaction.of(
                "back.swap",
                "Put the old table back in its place",
                Undo.NONE,
                new WayBack(conversion, memory)
                        .swap(
                                foreignKeys.lockReferenced(context),
                                dependents.views(),
                                dependents.stamp(),
                                tree,
                                watch,
                                state)));
        actions.addAll(foreignKeys.proveRestored(Optional.empty()));
        actions.addAll(disarmReturn());
        return Program.of(actions);
    }

    private List<Action> unguard(Table now) {
        boolean guarded = now.triggers().stream()
                .anyMatch(trigger ->
                        trigger.name().equals(conversion.objects().returnGuard().trigger()));
        return guarded ? disarmReturn() : List.of();
    }

    /** The table is as it was only without the guard, which is needed as long as anybody has an older snapshot. */
    private List<Action> disarmReturn() {
        return List.of(
                new Await("back.outlived", "Wait for transactions that read by a snapshot from before"),
                Transaction.of(
                        "back.unguard",
                        "Let " + conversion.table() + " be as it was",
                        Undo.NONE,
                        context.dialect()
                                .statements(SnapshotGuardStatements.class)
                                .disarm(conversion.objects().returnGuard(), conversion.table())));
    }

    public Program drainBack() {
        boolean converted = context.catalog()
                        .table(conversion.table())
                        .filter(Table::partitioned)
                        .isPresent()
                && swapActions.exists(conversion.retired());
        if (!converted) {
            return Program.EMPTY;
        }
        List<Action> actions = new ArrayList<>(new RetiredRights(conversion, memory.privileges()).follow(context));
        SyncedTables watch = SyncedTables.reverse(conversion, memory, context);
        List<Broken> broken = watch.broken(context);
        if (!broken.isEmpty()) {
            actions.add(mend(watch, broken));
            actions.add(watch.comparison());
            conversion
                    .objects()
                    .registry()
                    .ifPresent(registry -> actions.add(Transaction.of(
                            "back.keys",
                            "Register the keys of " + conversion.table() + " that are not, and forget others",
                            Undo.NONE,
                            context.dialect()
                                    .statements(KeyRegistryStatements.class)
                                    .level(registry, conversion.table()))));
        }
        actions.add(drain("drain-back", 0, watch.compared(watch.state(context), context)));
        return Program.of(actions);
    }

    private Action mend(SyncedTables watch, List<Broken> broken) {
        return watch.mend(broken, new ShadowTable(conversion, context).otherGrantees());
    }

    private Action drain(String key, long until, boolean compared) {
        return swapActions.replay(
                key,
                "Replay later changes onto " + conversion.retired(),
                conversion.replays().reverseSync(compared),
                new Identities(conversion).beforeReturn(),
                until,
                Optional.empty());
    }
}
