package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.Indexes;
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
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** The transaction in which the old table takes its name back, as it was, with the rows as they have become. */
final class WayBack {

    private final Conversion conversion;
    private final Indexes indexes;
    private final Sequences sequences;
    private final RetiredRights rights;
    private final Ddl ddl;

    WayBack(Conversion conversion, ConvertMemory memory) {
        this.conversion = conversion;
        this.indexes = new Indexes(conversion);
        this.sequences = new Sequences(conversion, memory.sequences());
        this.rights = new RetiredRights(conversion, memory.privileges());
        this.ddl = new Ddl(conversion.dialect());
    }

    /**
     * @param referencedFirst locks of the tables that foreign keys refer to
     * @param tree the partitioned table and its partitions
     * @param stamp of the table when the views were read
     * @param watch over both tables
     * @param state of theirs when their rows were compared
     */
    List<Op> swap(
            List<Sql> referencedFirst,
            List<View> dependentViews,
            SwapStamp stamp,
            List<Table> tree,
            SyncedTables watch,
            String state) {
        QualifiedName table = conversion.table();
        SwapChecks checks = new SwapChecks(conversion, "rollback", "old table", "Then roll back again");
        Views views = new Views(conversion.dialect(), dependentViews);
        ForeignKeys foreignKeys = new ForeignKeys(conversion);
        TransferredProperties belongings = new TransferredProperties(conversion);
        List<Op> ops = new ArrayList<>();
        LastReplays last = new LastReplays(
                watch,
                conversion.replays().reverseReplay(),
                conversion.replays().reverseOnce(),
                checks,
                Check.OnMiss.FAIL);
        ops.addAll(last.ahead());
        ops.add(checks.same(stamp));
        ops.addAll(referencedFirst);
        ops.addAll(views.lock());
        ops.add(lockTree(tree));
        ops.add(ddl.lock(conversion.retired(), LockMode.ACCESS_EXCLUSIVE));
        ops.add(checks.sameDependents(stamp));
        ops.add(new Identities(conversion).beforeReturn());
        ops.add(new Identities(conversion).triggersAreOurs());
        ops.addAll(rights.unfollow());
        ops.addAll(unchanged());
        ops.add(watch.untouched(state));
        ops.add(checks.announced(conversion.objects().returnGuard()));
        ops.addAll(last.rest(conversion.replays().reverseSync(true)));
        ops.add(nothingParked());
        ops.addAll(statements().release(conversion.objects().reverse(), table));
        ops.add(statements()
                .redirect(conversion.objects().reverse(), conversion.replays().onWriteBeforeCutover()));
        ops.add(conversion
                .dialect()
                .statements(SnapshotGuardStatements.class)
                .disarm(conversion.objects().cutoverGuard(), table));
        ops.add(conversion
                .dialect()
                .statements(WriteGuardStatements.class)
                .disarm(conversion.objects().writeGuard(), conversion.retired()));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> ops.addAll(conversion
                        .dialect()
                        .statements(KeyRegistryStatements.class)
                        .release(registry, table)));
        ops.addAll(foreignKeys.removeFrom(tree));
        ops.addAll(sequences.takeBack());
        ops.addAll(belongings.restoreStatistics());
        ops.addAll(rename());
        ops.add(belongings.closeShadow());
        ops.addAll(sequences.ownAgain());
        ops.addAll(foreignKeys.restore());
        ops.addAll(views.rebind());
        ops.addAll(new Publications(conversion).move(conversion.shadow(), table));
        ops.addAll(belongings.restoreTriggers());
        ops.addAll(rights.restore());
        ops.add(rights.restored());
        ops.addAll(conversion
                .dialect()
                .statements(SnapshotGuardStatements.class)
                .arm(conversion.objects().returnGuard(), table));
        return ops;
    }

    private Sql lockTree(List<Table> tree) {
        Sql statement = ddl.lock(conversion.table(), LockMode.ACCESS_EXCLUSIVE);
        for (Table partition : tree.subList(1, tree.size())) {
            statement = statement.locking(partition.name(), LockMode.ACCESS_EXCLUSIVE);
        }
        return statement;
    }

    private List<Check> unchanged() {
        Definitions definitions = new Definitions(conversion);
        return List.of(
                definitions.unchangedSinceCutover(Definitions.AFTER, conversion.table()),
                definitions.unchangedSinceCutover(Definitions.RETIRED, conversion.retired()));
    }

    private KeyLogStatements statements() {
        return conversion.dialect().statements(KeyLogStatements.class);
    }

    private List<Sql> rename() {
        List<Sql> statements = new ArrayList<>();
        QualifiedName table = conversion.table();
        statements.add(ddl.rename(table, conversion.shadow()));
        for (Index index : indexes.carried()) {
            statements.add(ddl.renameIndex(index.name(), indexes.nameOn(index, conversion.shadow())));
        }
        statements.add(ddl.rename(conversion.retired(), table));
        for (Index index : conversion.before().indexes()) {
            statements.add(ddl.renameIndex(indexes.nameOn(index, conversion.retired()), index.name()));
        }
        return statements;
    }

    private Check nothingParked() {
        return new Check(
                "parked",
                "The old table can hold every row",
                new Question.Rows(statements().parked(conversion.objects().reverse()), Expect.none()),
                Check.OnMiss.FAIL,
                Codes.ROWS_NOT_BACK,
                "Remove the rows that break the old table's keys (" + String.join(", ", conversion.oldKey())
                        + " must be unique), then roll back again; or keep the partitioned table and finalize.");
    }
}
