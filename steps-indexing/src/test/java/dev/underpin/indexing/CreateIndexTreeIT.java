package dev.underpin.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partitioned tables of any depth. */
@PostgresTest
@SideBySide
class CreateIndexTreeIT {

    private static final String MESSAGES = """
            CREATE TABLE messages (id bigint, room int, at date NOT NULL, body text) PARTITION BY RANGE (at);
            CREATE TABLE messages_01 PARTITION OF messages FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
            CREATE TABLE messages_02 PARTITION OF messages FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
            CREATE TABLE messages_03 PARTITION OF messages FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')
                PARTITION BY LIST (room);
            CREATE TABLE messages_03_a PARTITION OF messages_03 FOR VALUES IN (1, 2);
            CREATE SCHEMA "Other one";
            CREATE TABLE "Other one"."03 (b)" PARTITION OF messages_03 DEFAULT;
            INSERT INTO messages SELECT i, i % 5, date '2024-01-01' + i % 91, 'text ' || i FROM generate_series(1, 3000) i""";

    private static final String BY_ROOM =
            "table: messages\nname: by_room\nkeys: [ { column: room }, { column: at, order: desc } ]";

    private static final String UNIQUE =
            "table: messages\nname: by_id\nunique: true\nkeys: [ { column: id }, { column: at }, { column: room } ]";

    @Majors
    void everyLevelGetsItsPartAndLosesItAgain(PostgresServer server, TestDatabase database) {
        database.execute(MESSAGES);
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();

        Result applied = bench.apply();

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(invalid(database)).isEmpty();
        assertThat(members(database, "by_room"))
                .containsExactlyInAnyOrder(
                        "by_room",
                        "messages_01_by_room",
                        "messages_02_by_room",
                        "messages_03_by_room",
                        "messages_03_a_by_room",
                        "\"Other one\".\"03 (b)_by_room\"");
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        Result rolledBack = bench.rollback();
        assertThat(rolledBack.outcome()).as(rolledBack.text()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    /** To detach an index again is not possible, so it could not be put back. */
    @Test
    void anEqualIndexOfASubpartitionedTableIsRefusedRatherThanLostAtTheRollback(TestDatabase database) {
        database.execute(MESSAGES);
        database.execute("CREATE INDEX messages_03_by_room ON messages_03 (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();

        Result refused = bench.apply();

        assertThat(refused.outcome()).as(refused.text()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).contains(CommonCodes.NAME_TAKEN.id());
        assertThat(refused.text()).contains("messages_03_by_room", "could not put back");
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void anEqualIndexOfASubpartitionedTableUnderAnotherNameStaysAsItIs(TestDatabase database) {
        database.execute(MESSAGES);
        database.execute("CREATE INDEX another_name ON messages_03 (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();

        Result applied = bench.apply();

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(members(database, "by_room")).contains("messages_03_by_room").doesNotContain("another_name");
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void longNamesOfPartitionsDoNotCollide(TestDatabase database) {
        String prefix = "a_partition_with_a_name_of_exactly_sixty_three_bytes_in_month_";
        database.execute("CREATE TABLE m (id int, at int) PARTITION BY LIST (at);"
                + "CREATE TABLE " + prefix + "1 PARTITION OF m FOR VALUES IN (1);"
                + "CREATE TABLE " + prefix + "2 PARTITION OF m FOR VALUES IN (2)");
        PlanBench bench = Bench.of(
                database, "table: m\nname: an_index_with_a_long_name_of_its_own_too\nkeys: [ { column: id } ]");
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);

        assertThat(members(database, "an_index_with_a_long_name_of_its_own_too"))
                .hasSize(3)
                .allSatisfy(name -> assertThat(name.length()).isLessThanOrEqualTo(63));
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void partitionsThatComeMeanwhileAreCompletedAndClearedToo(TestDatabase database) {
        database.execute(MESSAGES);
        PlanBench bench = Bench.of(database, BY_ROOM);
        Failpoints coming =
                PlanBench.once(Failpoint.AUTOCOMMIT_INTENT, "build:public.messages_02", () -> database.execute("""
                        CREATE TABLE messages_04 PARTITION OF messages FOR VALUES FROM ('2024-04-01') TO ('2024-05-01');
                        CREATE TABLE messages_05 (LIKE messages);
                        ALTER TABLE messages ATTACH PARTITION messages_05 FOR VALUES FROM ('2024-05-01') TO ('2024-06-01');
                        CREATE TABLE messages_06 PARTITION OF messages FOR VALUES FROM ('2024-06-01') TO ('2024-07-01')
                            PARTITION BY LIST (room);
                        CREATE TABLE messages_06_a PARTITION OF messages_06 DEFAULT"""));
        CatalogSnapshot withoutIndex = snapshotOfTheSameWithoutIndex(database);

        Result applied = bench.apply(coming);

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(invalid(database)).isEmpty();
        assertThat(members(database, "by_room")).hasSize(10);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryTexts("SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid ="
                        + " i.indrelid WHERE c.relname LIKE '%messages%' OR c.relname LIKE '03%'"))
                .isEmpty();
        assertThat(withoutIndex.lines()).noneMatch(line -> line.contains("by_room"));
    }

    private static CatalogSnapshot snapshotOfTheSameWithoutIndex(TestDatabase database) {
        return CatalogSnapshot.of(database);
    }

    @Test
    void partitionsThatGoMeanwhileDoNotKeepTheIndexInvalid(TestDatabase database) {
        database.execute(MESSAGES);
        PlanBench bench = Bench.of(database, BY_ROOM);
        List<String> going = new ArrayList<>(List.of("messages_02", "\"Other one\".\"03 (b)\"", "messages_01"));
        Failpoints departures = (point, where) -> {
            boolean moment = (point == Failpoint.PROGRAM_JOURNALED && where.startsWith("phase:"))
                    || (point == Failpoint.TRANSACTION_COMMITTED && where.startsWith("only:"))
                    || (point == Failpoint.TRANSACTION_COMMITTED && where.startsWith("attach:"));
            if (moment && !going.isEmpty()) {
                database.execute("DROP TABLE " + going.remove(0));
            }
        };

        Result applied = bench.apply(departures);

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(going).isEmpty();
        assertThat(invalid(database)).isEmpty();
        assertThat(members(database, "by_room"))
                .containsExactlyInAnyOrder("by_room", "messages_03_by_room", "messages_03_a_by_room");
    }

    @Test
    void aTableThatLosesAllPartitionsMeanwhileStillGetsAValidIndex(TestDatabase database) {
        database.execute("CREATE TABLE m (id int, at int) PARTITION BY LIST (at);"
                + "CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1)");
        PlanBench bench = Bench.of(database, "table: m\nname: i\nkeys: [ { column: id } ]");
        Result applied = bench.apply(PlanBench.once(
                Failpoint.TRANSACTION_COMMITTED, "only:public.m", () -> database.execute("DROP TABLE m1")));
        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(invalid(database)).isEmpty();
        assertThat(members(database, "i")).containsExactly("i");
    }

    @Test
    void aLeafThatFailsTakesEverythingBack(TestDatabase database) {
        database.execute(MESSAGES);
        PlanBench bench = Bench.of(database, UNIQUE + "\nworkers: 1");
        CatalogSnapshot before = bench.snapshot();

        Result failed = bench.apply(duplicatesInFebruary(database));

        assertThat(failed.outcome()).as(failed.text()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(failed.text()).contains("is duplicated");
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void aLeafThatFailedIsBuiltByResumeOnceItsRowsAreRight(TestDatabase database) {
        database.execute(MESSAGES);
        PlanBench bench = Bench.of(database, UNIQUE + "\nworkers: 1", "stop");
        CatalogSnapshot before = bench.snapshot();

        Result stopped = bench.apply(duplicatesInFebruary(database));
        assertThat(stopped.outcome()).as(stopped.text()).isEqualTo(Outcome.STOPPED);
        database.execute("DELETE FROM messages WHERE id = -1");
        Result resumed = bench.resume();

        assertThat(resumed.outcome()).as(resumed.text()).isEqualTo(Outcome.DONE);
        assertThat(invalid(database)).isEmpty();
        assertThat(members(database, "by_id")).hasSize(6);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    private static Failpoints duplicatesInFebruary(TestDatabase database) {
        return PlanBench.once(
                Failpoint.AUTOCOMMIT_INTENT,
                "build:public.messages_02",
                () -> database.execute("INSERT INTO messages SELECT -1, 1, '2024-02-02' FROM generate_series(1, 2)"));
    }

    @Test
    void anEqualIndexOfAPartitionIsUsedAndComesBack(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX theirs ON messages_02 (room, at DESC);"
                + "CREATE INDEX messages_01_by_room ON messages_01 (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();

        Result applied = bench.apply();

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(members(database, "by_room")).contains("theirs").doesNotContain("messages_02_by_room");
        List<String> missing = new ArrayList<>();
        Result rolledBack = bench.rollback((point, where) -> {
            if (database.queryLong("SELECT count(*) FROM pg_index WHERE indrelid = 'messages_02'::regclass"
                            + " AND indisvalid AND indisready")
                    == 0) {
                missing.add(point + " " + where);
            }
        });
        assertThat(rolledBack.outcome()).as(rolledBack.text()).isEqualTo(Outcome.DONE);
        assertThat(missing)
                .as("moments without the index that was there before")
                .isEmpty();
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void anIndexThatHoldsMoreThanItselfIsLeftAlone(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX theirs ON messages_02 (room, at DESC);"
                + "COMMENT ON INDEX theirs IS 'precious'");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);

        assertThat(members(database, "by_room")).contains("messages_02_by_room").doesNotContain("theirs");
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void aUniqueIndexMustContainEveryPartitionKey(TestDatabase database) {
        database.execute(MESSAGES);
        Result refused = Bench.of(database, "table: messages\nname: i\nunique: true\nkeys: [ { column: at } ]")
                .apply();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).contains(Codes.KEY_LACKS_PARTITION_COLUMN.id());
        assertThat(refused.text()).contains("public.messages_03, LIST (room)");
    }

    @Test
    void whatCannotBecomeValidIsRefused(TestDatabase database) {
        database.execute(MESSAGES
                + "; CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;"
                + "CREATE FOREIGN TABLE messages_09 PARTITION OF messages"
                + " FOR VALUES FROM ('2024-09-01') TO ('2024-10-01') SERVER far");
        assertThat(Bench.of(database, BY_ROOM).apply().codes()).containsExactly(Codes.FOREIGN_PARTITION.id());
    }

    @Test
    void somebodyElsesUnfinishedTreeIsNotTouched(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX by_room ON ONLY messages (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();
        Result refused = bench.apply();
        assertThat(refused.codes()).containsExactly(Codes.INVALID_LEFTOVER.id());
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void aCompleteTreeIsEnough(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX theirs ON messages (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();
        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void aDeathAtAnyMomentOfApplyIsResumedOrRolledBack(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX theirs ON messages_02 (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();
        Set<String> moments = new LinkedHashSet<>();
        assertThat(bench.apply(recorder(moments)).outcome()).isEqualTo(Outcome.DONE);
        CatalogSnapshot after = bench.snapshot();
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(moments).hasSizeGreaterThan(20);

        for (String moment : Matrix.some(List.copyOf(moments), "apply")) {
            assertThatThrownBy(() -> bench.apply(crashAt(moment))).as(moment).isInstanceOf(PlanBench.Crash.class);
            Result resumed = bench.resume();
            assertThat(resumed.outcome()).as(moment + " " + resumed.text()).isEqualTo(Outcome.DONE);
            assertThat(after.diff(bench.snapshot())).as(moment).isEmpty();
            assertThat(bench.rollback().outcome()).as(moment).isEqualTo(Outcome.DONE);
            assertThat(before.diff(bench.snapshot())).as(moment).isEmpty();

            assertThatThrownBy(() -> bench.apply(crashAt(moment))).as(moment).isInstanceOf(PlanBench.Crash.class);
            Result rolledBack = bench.rollback();
            assertThat(rolledBack.outcome())
                    .as(moment + " " + rolledBack.text())
                    .isEqualTo(Outcome.DONE);
            assertThat(before.diff(bench.snapshot())).as(moment).isEmpty();
        }
    }

    @Test
    void aDeathAtAnyMomentOfARollbackIsResumed(TestDatabase database) {
        database.execute(MESSAGES + "; CREATE INDEX theirs ON messages_02 (room, at DESC)");
        PlanBench bench = Bench.of(database, BY_ROOM);
        CatalogSnapshot before = bench.snapshot();
        Set<String> moments = new LinkedHashSet<>();
        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback(recorder(moments)).outcome()).isEqualTo(Outcome.DONE);
        moments.removeIf(moment -> moment.startsWith(Failpoint.RUN_ROLLED_BACK.name()));
        assertThat(moments).hasSizeGreaterThan(5);

        for (String moment : Matrix.some(List.copyOf(moments), "roll back")) {
            assertThat(bench.apply().outcome()).as(moment).isEqualTo(Outcome.DONE);
            assertThatThrownBy(() -> bench.rollback(crashAt(moment))).as(moment).isInstanceOf(PlanBench.Crash.class);
            Result resumed = bench.resume();
            assertThat(resumed.outcome()).as(moment + " " + resumed.text()).isEqualTo(Outcome.DONE);
            assertThat(before.diff(bench.snapshot())).as(moment).isEmpty();
        }
    }

    private static Failpoints recorder(Set<String> moments) {
        return (point, where) -> {
            synchronized (moments) {
                moments.add(point + " " + where);
            }
        };
    }

    private static Failpoints crashAt(String moment) {
        return (point, where) -> {
            if ((point + " " + where).equals(moment)) {
                throw new PlanBench.Crash();
            }
        };
    }

    private static List<String> invalid(TestDatabase database) {
        return database.queryTexts(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)");
    }

    private static List<String> members(TestDatabase database, String index) {
        return database.queryTexts("SELECT relid::regclass::text FROM pg_partition_tree(?::regclass)", index);
    }
}
