package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConversionPhase;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.conversion.RequiredPartitions;
import dev.underpin.partitioning.copy.ShadowTable;
import dev.underpin.partitioning.sql.OwnTriggerStatements.Broken;
import dev.underpin.partitioning.structure.Definitions;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way to the cutover from wherever things stand, and what is left to do after it. */
public final class CutoverPhase {

    /** So many waiting keys are replayed within the hold of a swap. */
    static final long FEW = 1000;

    private static final String UNTIL_OPENED = "until-opened";

    private final ConvertMemory memory;
    private final StepContext context;
    private final Conversion conversion;
    private final SwapActions swapActions;
    private final ForeignKeys foreignKeys;
    private final ShadowTable shadow;
    private final DefinitionStatements definitions;

    public CutoverPhase(Conversion conversion, ConvertMemory memory, StepContext context) {
        this.memory = memory;
        this.context = context;
        this.conversion = conversion;
        this.swapActions = new SwapActions(conversion, context);
        this.foreignKeys = new ForeignKeys(conversion);
        this.shadow = new ShadowTable(conversion, context);
        this.definitions = context.dialect().statements(DefinitionStatements.class);
    }

    public Program program() {
        Table now = swapActions.present();
        return now.partitioned() ? Program.of(afterCutover()) : Program.of(swap());
    }

    private List<Action> swap() {
        if (!new Identities(conversion).copyHasItsName(context)) {
            throw new RefusedException(Finding.error(
                    CommonCodes.ANOTHER_OBJECT,
                    conversion.shadow() + " is not the partitioned copy of " + conversion.table()
                            + " that this conversion has made",
                    "Give the copy its name back, then give the same command again; or roll back."));
        }
        Dependents dependents = Dependents.of(conversion, context);
        dependents.refuse();
        RequiredPartitions requiredPartitions = RequiredPartitions.of(conversion, memory, context);
        PartitionCoverage reach = RequiredPartitions.reach(conversion, memory, context.now());
        if (!requiredPartitions.missing().isEmpty()) {
            List<Op> ops = new ArrayList<>();
            requiredPartitions.missing().forEach(leaf -> ops.addAll(shadow.complete(leaf)));
            return List.of(Transaction.of(
                    "room:" + requiredPartitions.missing().get(0).name().local(),
                    "Create " + requiredPartitions.missing().size() + " more partitions",
                    Undo.NONE,
                    ops));
        }
        SyncedTables watch = SyncedTables.forward(conversion);
        List<Broken> broken = context.ledger().applied("capture") ? watch.broken(context) : List.of();
        if (!broken.isEmpty()) {
            return List.of(watch.mend(broken, shadow.otherGrantees()));
        }
        String state = watch.state(context);
        List<Action> actions = new ArrayList<>();
        if (conversion.config().cutover() == ConvertTableConfig.CutoverBy.MANUAL && !opened()) {
            actions.addAll(untilOpened(reach, watch, state));
            if (context.ledger().applied("capture")) {
                return actions;
            }
        }
        boolean compared = watch.compared(state, context);
        actions.add(catchUp("catch-up", conversion.replays().forwardSync(reach, compared)));
        actions.addAll(swapActions.outlive(conversion.objects().cutoverGuard(), "cutover"));
        if (!compared) {
            actions.add(watch.compare(state, context));
        }
        actions.add(catchUp("catch-up.last", conversion.replays().forwardSync(reach, true)));
        actions.add(Transaction.of(
                "swap",
                "Put the partitioned table in the place of " + conversion.table(),
                Undo.by(Converge.of(ConversionPhase.SWAP_BACK.key(), "Put the old table back in its place")),
                new Cutover(conversion, memory, shadow.otherGranteesOfSequences())
                        .swap(
                                foreignKeys.lockReferenced(context),
                                dependents.views(),
                                dependents.stamp(),
                                requiredPartitions,
                                reach,
                                watch,
                                state)));
        actions.addAll(foreignKeys.completeAll(requiredPartitions.all()));
        actions.add(seal());
        return actions;
    }

    private boolean opened() {
        return context.ledger()
                .evidence(UNTIL_OPENED, Chunks.Log.GATE)
                .filter(Chunks.Gate.OPEN::equals)
                .isPresent();
    }

    /** Compared now and then, so that somebody knows that the copy is right before he opens the gate. */
    private List<Action> untilOpened(PartitionCoverage reach, SyncedTables watch, String state) {
        Duration every = conversion.config().compareEvery().orElse(SyncedTables.FRESH);
        List<Action> actions = new ArrayList<>();
        if (!watch.compared(state, every, context)) {
            actions.add(catchUp("catch-up.first", conversion.replays().forwardSync(reach, false)));
            actions.add(watch.compare(state, context));
        }
        actions.add(swapActions.replay(
                UNTIL_OPENED,
                "Keep " + conversion.shadow() + " equal to " + conversion.table() + " until `underpin cutover`",
                conversion.replays().forwardSync(reach, true),
                new Identities(conversion).beforeCutover(),
                FEW,
                Optional.of(new Chunks.Gate(
                        ConversionPhase.CUTOVER.key(), Optional.of(new Chunks.Repeated(watch.comparing(), every))))));
        return actions;
    }

    private Action catchUp(String key, Sync sync) {
        return swapActions.replay(
                key,
                "Replay what changed meanwhile",
                sync,
                new Identities(conversion).beforeCutover(),
                FEW,
                Optional.empty());
    }

    private List<Action> afterCutover() {
        if (!swapActions.exists(conversion.retired()) || recorded(Definitions.AFTER)) {
            return List.of();
        }
        List<Action> actions =
                new ArrayList<>(foreignKeys.complete(context.catalog().tree(conversion.table())));
        actions.add(seal());
        return actions;
    }

    /** From here on, a change of the definition is somebody else's. */
    private Action seal() {
        List<Op> ops = new ArrayList<>(
                definitions.recordPartitions(conversion.objects().store(), Definitions.PARTITIONS, conversion.table()));
        ops.addAll(definitions.record(conversion.objects().store(), Definitions.AFTER, conversion.table()));
        return Transaction.of("seal", "Remember the definition of the partitioned table", Undo.NONE, ops);
    }

    private boolean recorded(String moment) {
        return context.ask(
                                "recorded:" + moment,
                                definitions.recorded(conversion.objects().store(), moment),
                                SyncedTables.Counted.class)
                        .get(0)
                        .count()
                > 0;
    }
}
