package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.OwnObjects;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** What ends the way back: the retired table goes, and all that is ours. */
public final class FinalizeProgram {

    private final StepContext context;
    private final Conversion conversion;
    private final SwapActions swapActions;
    private final KeyLogStatements keyLogs;

    public FinalizeProgram(Conversion conversion, StepContext context) {
        this.context = context;
        this.conversion = conversion;
        this.swapActions = new SwapActions(conversion, context);
        this.keyLogs = context.dialect().statements(KeyLogStatements.class);
    }

    public Program program() {
        if (new Identities(conversion).copyIsDropped(context)) {
            return release();
        }
        refuseWhileUsed(conversion.retired());
        QualifiedName table = conversion.table();
        Identities identities = new Identities(conversion);
        List<Op> release = new ArrayList<>(identities.beforeEnding());
        release.addAll(keyLogs.release(conversion.objects().reverse(), table));
        release.add(context.dialect()
                .statements(SnapshotGuardStatements.class)
                .disarm(conversion.objects().cutoverGuard(), table));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> release.addAll(context.dialect()
                        .statements(KeyRegistryStatements.class)
                        .release(registry, table)));
        for (Partition partition : context.catalog()
                .table(table)
                .flatMap(Table::partitioning)
                .map(partitioning -> partitioning.partitions())
                .orElse(List.of())) {
            release.add(keyLogs.unguard(conversion.objects().reverse(), partition.name()));
        }
        List<Op> drop = new ArrayList<>(identities.beforeDroppingOld());
        drop.add(new Ddl(context.dialect()).drop(conversion.retired()));
        drop.addAll(new OwnObjects(conversion).drop());
        return Program.of(
                Transaction.of(
                        "capture.end",
                        "Stop logging the changes of " + table,
                        new Undo.Irreversible("later changes are not known to the old table"),
                        release),
                Transaction.of(
                        "retired.drop",
                        "Drop " + conversion.retired() + " and the logs",
                        new Undo.Irreversible("the old table is gone"),
                        drop));
    }

    /** Of a table that somebody has dropped, the retired one may be all that is left. */
    private Program release() {
        Identities identities = new Identities(conversion);
        List<Op> ops = new ArrayList<>(identities.beforeDroppingOld());
        if (swapActions.exists(conversion.retired())) {
            ops.add(context.dialect()
                    .statements(WriteGuardStatements.class)
                    .disarm(conversion.objects().writeGuard(), conversion.retired()));
        }
        ops.addAll(new OwnObjects(conversion).drop());
        return Program.of(Transaction.of(
                "retired.release",
                "Release " + conversion.retired() + ", which is kept, and drop the logs",
                new Undo.Irreversible("the table has been dropped by somebody else"),
                ops));
    }

    /** Before logging ends: afterwards there would be no way back and no way on. */
    private void refuseWhileUsed(QualifiedName retired) {
        if (!swapActions.exists(retired)) {
            return;
        }
        context
                .ask(
                        "dependents:retired",
                        context.dialect().statements(DefinitionStatements.class).directDependents(retired),
                        DefinitionStatements.Direct.class)
                .stream()
                .findFirst()
                .ifPresent(direct -> {
                    throw new RefusedException(Finding.error(
                            Codes.STILL_USED,
                            Dependents.describe(direct) + " uses " + retired + ", which is to be dropped",
                            "Drop it, or let it use " + conversion.table() + " instead."));
                });
    }
}
