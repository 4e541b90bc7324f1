package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.checks.LockTableCapacity;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.testkit.OwnServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

/** A server that can keep few locks, and a table with many partitions. */
@SideBySide
class LockTableIT {

    /** Room for 720 locks. */
    private static final Map<String, String> SMALL = Map.of(
            "max_locks_per_transaction", "10",
            "max_connections", "68",
            "max_prepared_transactions", "0",
            "max_worker_processes", "2",
            "autovacuum_max_workers", "1",
            "max_wal_senders", "1");

    private static final String NOTES = """
            CREATE TABLE kinds (id int PRIMARY KEY);
            INSERT INTO kinds VALUES (1);
            CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL, kind int DEFAULT 1 REFERENCES kinds);
            CREATE TRIGGER redundant BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
            CREATE INDEX ON notes (text);
            INSERT INTO notes SELECT i, 't' || i, date_trunc('day', now()) - i %% %d * interval '1 day' FROM generate_series(1, 400) AS i;
            ANALYZE notes;
            """;

    private static Conversions daily(TestDatabase database) {
        return Conversions.of(
                        database, "{ table: notes, range: { column: at, interval: 1 day, ahead: 0 }, oldKey: lost }")
                .set("{ lockTimeout: 20s }");
    }

    @Test
    void whatTheCheckLetsThroughComesThroughAndBack() {
        int leaves = 70;
        try (OwnServer own = OwnServer.start(SMALL);
                TestDatabase database = own.server().createDatabase();
                TestDatabase larger = own.server().createDatabase()) {
            larger.execute(NOTES.formatted(90));
            Conversions.Told refused = daily(larger).check();
            refused.refusedBy(Codes.LOCK_TABLE.id());
            assertThat(refused.problems().toString()).contains("room for 720", "Raise max_locks_per_transaction");

            database.execute(NOTES.formatted(leaves - 1));
            CatalogSnapshot before = CatalogSnapshot.of(database);
            daily(database).check().warnedOf(Codes.LOCK_TABLE.id());
            ConcurrentSkipListMap<Long, String> locks = new ConcurrentSkipListMap<>();
            Failpoints counting = (point, where) -> {
                if (point == Failpoint.TRANSACTION_BEFORE_COMMIT) {
                    locks.put(held(database), where);
                }
            };

            daily(database).apply(counting).done();
            daily(database).rollback(counting).done();
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();

            daily(database).apply().done();
            Conversions.tell(() ->
                            daily(database).watchedBy(event -> {}, counting).finalizeRun(Conversions.PLAN))
                    .done();
            assertThat(locks.lastKey())
                    .as(locks.toString())
                    .isLessThanOrEqualTo(LockTableCapacity.needed(leaves, 2, 1, 2));
        }
    }

    /** Those that take room in the table that all share. */
    private static long held(TestDatabase database) {
        return database.queryLong("""
                SELECT count(DISTINCT (l.locktype, l.database, l.relation, l.classid, l.objid, l.objsubid, l.virtualxid, l.transactionid::text))
                FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
                WHERE a.application_name LIKE 'underpin %' AND NOT l.fastpath
                """);
    }
}
