package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.sql.SnapshotGuard;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** What both swaps look at before, and wait for. */
final class SwapActions {

    private final Conversion conversion;
    private final StepContext context;

    SwapActions(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    /**
     * What has the table's name.
     *
     * @throws RefusedException if nothing has, or something else than the tables of this conversion
     */
    Table present() {
        Table found = context.catalog()
                .table(conversion.table())
                .orElseThrow(() -> new RefusedException(Finding.error(
                        Codes.VANISHED,
                        conversion.table() + " is no longer there" + elsewhere(),
                        "Give it its name back, then give the same command again.")));
        if (!new Identities(conversion).isEither(context)) {
            throw new RefusedException(Finding.error(
                    CommonCodes.ANOTHER_OBJECT,
                    "what is called " + conversion.table() + " is another table than those of this conversion"
                            + elsewhere(),
                    "Give that table another name and ours its name back, then give the same command again."));
        }
        return found;
    }

    private String elsewhere() {
        return new Identities(conversion)
                .elsewhere(context)
                .map(name -> ": ours is called " + name + " now")
                .orElse("");
    }

    boolean exists(QualifiedName relation) {
        return context.catalog().kind(relation).isPresent();
    }

    Action replay(String key, String title, Sync sync, Check same, long until, Optional<Chunks.Gate> gate) {
        return new Batches(
                key, title, new Chunks.Log(sync, until, gate), List.of(same), List.of(), Pace.DEFAULT, Undo.NONE);
    }

    /** Who goes on with a snapshot from before knows what is announced by it; nobody may who does not. */
    List<Action> outlive(SnapshotGuard guard, String moment) {
        return List.of(
                Transaction.of(
                        moment + ".announce",
                        "Announce that another table takes the name " + conversion.table(),
                        Undo.HARMLESS,
                        context.dialect()
                                .statements(SnapshotGuardStatements.class)
                                .announce(guard)),
                new Await(moment + ".await", "Wait for transactions that read by an older snapshot"));
    }
}
