package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.conversion.RequiredPartitions;
import dev.underpin.partitioning.conversion.SwapStamp;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.partitioning.structure.Definitions;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.partitioning.structure.Publications;
import dev.underpin.partitioning.structure.RetiredRights;
import dev.underpin.partitioning.structure.Sequences;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** The transaction in which the partitioned table takes the name. */
final class Cutover {

    private final Conversion conversion;
    private final Indexes indexes;
    private final Sequences sequences;
    private final List<String> otherGrantees;
    private final RetiredRights rights;
    private final Ddl ddl;

    /**
     * @param otherGrantees whom default privileges would let in to new sequences
     */
    Cutover(Conversion conversion, ConvertMemory memory, List<String> otherGrantees) {
        this.conversion = conversion;
        this.indexes = new Indexes(conversion);
        this.sequences = new Sequences(conversion, memory.sequences());
        this.rights = new RetiredRights(conversion, memory.privileges());
        this.otherGrantees = otherGrantees;
        this.ddl = new Ddl(conversion.dialect());
    }

    /**
     * @param referencedFirst locks of the tables that foreign keys refer to
     * @param stamp of the table when the views were read
     * @param reach which rows have a place, or get one
     * @param watch over both tables
     * @param state of theirs when their rows were compared
     */
    List<Op> swap(
            List<Sql> referencedFirst,
            List<View> dependentViews,
            SwapStamp stamp,
            RequiredPartitions requiredPartitions,
            PartitionCoverage reach,
            SyncedTables watch,
            String state) {
        QualifiedName table = conversion.table();
        SwapChecks checks = new SwapChecks(conversion, "cutover", "partitioned table", "Then resume");
        Views views = new Views(conversion.dialect(), dependentViews);
        List<Op> ops = new ArrayList<>();
        LastReplays last = new LastReplays(
                watch,
                conversion.replays().forwardReplay(reach),
                conversion.replays().forwardOnce(reach),
                checks,
                Check.OnMiss.STOP);
        ops.addAll(last.ahead());
        ops.add(unchanged());
        ops.add(checks.same(stamp));
        ops.addAll(referencedFirst);
        ops.addAll(views.lock());
        ops.add(ddl.lock(table, LockMode.ACCESS_EXCLUSIVE));
        ops.add(conversion.unseen(ddl.lock(conversion.shadow(), LockMode.ACCESS_EXCLUSIVE)));
        ops.add(new Identities(conversion).beforeCutover());
        ops.add(watch.untouched(state));
        ops.add(checks.sameDependents(stamp));
        ops.add(requiredPartitions.lasts(conversion.dialect()));
        ops.add(checks.announced(conversion.objects().cutoverGuard()));
        ops.addAll(last.rest(conversion.replays().forwardSync(reach, true)));
        ops.add(nothingParked());
        ops.addAll(statements().release(conversion.objects().forward(), table));
        ops.addAll(rename());
        ops.addAll(sequences.handOver(otherGrantees));
        ops.addAll(new ForeignKeys(conversion).move(requiredPartitions.all()));
        ops.addAll(views.rebind());
        ops.addAll(new Publications(conversion).move(conversion.retired(), table));
        ops.addAll(new TransferredProperties(conversion).give());
        ops.addAll(rights.close());
        ops.add(statements()
                .redirect(conversion.objects().reverse(), conversion.replays().onWriteAfterCutover()));
        ops.add(new Identities(conversion).noteRedirection());
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> ops.addAll(conversion
                        .dialect()
                        .statements(KeyRegistryStatements.class)
                        .guard(registry, table)));
        ops.addAll(conversion
                .dialect()
                .statements(SnapshotGuardStatements.class)
                .arm(conversion.objects().cutoverGuard(), table));
        ops.addAll(conversion
                .dialect()
                .statements(WriteGuardStatements.class)
                .arm(conversion.objects().writeGuard(), conversion.retired()));
        ops.addAll(conversion
                .dialect()
                .statements(DefinitionStatements.class)
                .record(conversion.objects().store(), Definitions.RETIRED, conversion.retired()));
        return ops;
    }

    private KeyLogStatements statements() {
        return conversion.dialect().statements(KeyLogStatements.class);
    }

    private List<Sql> rename() {
        List<Sql> statements = new ArrayList<>();
        QualifiedName table = conversion.table();
        statements.add(ddl.rename(table, conversion.retired()));
        for (Index index : conversion.before().indexes()) {
            statements.add(ddl.renameIndex(index.name(), indexes.nameOn(index, conversion.retired())));
        }
        statements.add(conversion.unseen(ddl.rename(conversion.shadow(), table)));
        for (Index index : indexes.carried()) {
            statements.add(
                    conversion.unseen(ddl.renameIndex(indexes.nameOn(index, conversion.shadow()), index.name())));
        }
        return statements;
    }

    private Check unchanged() {
        return new Definitions(conversion)
                .unchanged(
                        Definitions.BEFORE,
                        conversion.table(),
                        Check.OnMiss.STOP,
                        Codes.CHANGED_MEANWHILE,
                        "Take the change back and resume, or roll back and apply again.");
    }

    private Check nothingParked() {
        return new Check(
                "parked",
                "Every row has a place in the partitioned table",
                new Question.Rows(statements().parked(conversion.objects().forward()), Expect.none()),
                Check.OnMiss.STOP,
                Codes.ROWS_WITHOUT_PLACE,
                "Correct these rows (" + conversion.column() + " must be set, and no further away than "
                        + RequiredPartitions.MOST
                        + " partitions reach; unique values must be unique), then resume. Or roll back, and apply again with"
                        + " default: partition, which takes any time.");
    }
}
