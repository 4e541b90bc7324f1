package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.HeldConversion.Death;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.workload.Workload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What writers do while rows are copied. The table {@code expected} gets the same writes, is never converted, and is what
 * both must be equal to after the cutover and after the way back.
 */
@PostgresTest
@SideBySide
class PitfallsOfCopyingIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost%s }";

    private TestDatabase database;
    private Conversions conversions;
    private HeldConversion held;

    @BeforeEach
    void notes(TestDatabase fresh) {
        begin(fresh, """
                CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes SELECT n, repeat('n', 200) || n, date_trunc('month', now()) - n * interval '4 hours' FROM generate_series(1, 300) AS n;
                """, NOTES.formatted(""));
    }

    private void begin(TestDatabase fresh, String tables, String with) {
        database = fresh;
        conversions = Conversions.of(fresh, with);
        held = new HeldConversion(fresh, conversions);
        fresh.execute(tables + "CREATE TABLE expected AS TABLE notes");
    }

    /** {@code %s} is the table. */
    private void write(String statement) {
        write(database::execute, statement);
    }

    private static void write(java.util.function.Consumer<String> session, String statement) {
        session.accept(statement.formatted("notes"));
        session.accept(statement.formatted("expected"));
    }

    private void same() {
        assertThat(
                        database.queryTexts(
                                "SELECT n::text FROM ((TABLE notes EXCEPT ALL TABLE expected) UNION ALL (TABLE expected EXCEPT ALL TABLE notes)) AS n LIMIT 10"))
                .isEmpty();
    }

    /** After the cutover, after the way back, and in the verification. */
    private void staysSame(Told applied) {
        applied.done();
        same();
        conversions.verify().done();
        write("UPDATE %s SET text = 'after the cutover' WHERE id IN (7, 60)");
        conversions.rollback().done();
        same();
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("1. Ghost and stale rows")
    void p01GhostAndStaleRows() {
        staysSame(held.applyWhileCopying("id = 50", () -> {
            write("DELETE FROM %s WHERE id IN (3, 90, 299)");
            write("UPDATE %s SET text = 'new' WHERE id IN (4, 91, 298)");
        }));
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("2. Partition-key race")
    void p02PartitionKeyRace() {
        Told applied = held.applyWhileCopying(
                "id = 50", () -> write("UPDATE %s SET at = at - interval '2 months' WHERE id IN (4, 91, 298)"));

        assertThat(database.queryLong("SELECT count(*) - count(DISTINCT id) FROM notes"))
                .isZero();
        staysSame(applied);
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("3. Primary key update during the copy")
    void p03PrimaryKeyUpdate() {
        staysSame(held.applyWhileCopying("id = 50", () -> {
            write("UPDATE %s SET id = 1004 WHERE id = 4");
            write("UPDATE %s SET id = 1299 WHERE id = 299");
            write("UPDATE %s SET id = 4 WHERE id = 298");
        }));
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("4. Sequence watermark")
    void p04SequenceWatermark() {
        conversions = Conversions.of(database, NOTES.formatted(", cutover: manual"));
        staysSame(conversions.applyWith(() -> {
            try (TestSession first = database.session()) {
                first.begin();
                write(first::execute, "UPDATE %s SET text = 'logged first, committed last' WHERE id = 1");
                write("UPDATE %s SET text = 'logged last, committed first' WHERE id = 2");
                String entries = database.queryText(
                        "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'underpin'::regnamespace AND relname LIKE '%\\_f' AND relkind = 'r'");
                await().until(() -> database.queryLong("SELECT count(*) FROM " + entries) == 0);
                first.commit();
            }
        }));
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("5. Resume by the highest key")
    void p05ResumeByTheHighestKey() {
        try (TestSession late = database.session()) {
            assertThatThrownBy(() -> conversions.apply(HeldConversion.at(Failpoint.CHUNK_COMMITTED, "copy", () -> {
                        late.begin();
                        write(late::execute, "INSERT INTO %s VALUES (-1, 'low and late', now())");
                        throw new Death();
                    })))
                    .isInstanceOf(Death.class);
            late.commit();
        }

        staysSame(conversions.resume());
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("7. Update to NULL")
    void p07UpdateToNull() {
        staysSame(held.applyWhileCopying("id = 50", () -> write("UPDATE %s SET text = NULL WHERE id IN (4, 298)")));
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("8. Composite primary key")
    void p08CompositePrimaryKey(PostgresServer server) {
        try (TestDatabase other = server.createDatabase()) {
            begin(other, """
                    CREATE TABLE notes (room int, id text COLLATE "C", text text, at timestamptz NOT NULL, PRIMARY KEY (room, id));
                    INSERT INTO notes SELECT n % 3, 'n' || n, 't', now() - n * interval '10 hours' FROM generate_series(1, 90) AS n;
                    """, NOTES.formatted(""));
            Told applied = held.applyWhileCopying("id = 'n50'", () -> {
                write("DELETE FROM %s WHERE (room, id) = (0, 'n3')");
                write("UPDATE %s SET text = 'new', at = at - interval '1 month' WHERE (room, id) = (0, 'n6')");
                write("UPDATE %s SET room = 7 WHERE (room, id) = (0, 'n87')");
            });
            applied.done();
            same();
            write("DELETE FROM %s WHERE (room, id) = (0, 'n9')");
            conversions.rollback().done();
            same();
        }
    }

    @Majors({14, 18})
    @DisplayName("18. Clean-up under load")
    void p18CleanUpUnderLoad(PostgresServer server) {
        try (TestDatabase messages = MessagesFixture.database(server, 6_000, 2)) {
            CatalogSnapshot before = CatalogSnapshot.of(messages);
            Conversions broken = Conversions.of(
                    messages, "{ table: messages, range: { column: created_at, interval: 1 month }, oldKey: lost }");
            try (Workload workload =
                    Workload.on(messages, "messages").writers(4).seed(18).start()) {
                for (int n = 1; n <= 2; n++) {
                    Told told = broken.apply(HeldConversion.at(Failpoint.CHUNK_COMMITTED, "copy", () -> {
                        throw new Failure(
                                Outcome.REFUSED,
                                Problem.of(Finding.error("E9999", "interrupted by a test", "Nothing is to be done.")));
                    }));
                    assertThat(told.outcome()).isNotEqualTo(Outcome.DONE);
                    broken.rollback();
                }
                assertThat(workload.stop().errors()).isEmpty();
                assertThat(workload.verify().isClean()).isTrue();
            }
            assertThat(before.diff(CatalogSnapshot.of(messages))).isEmpty();
        }
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("20. Replica-role writer and TRUNCATE")
    void p20ReplicaRoleWriterAndTruncate() {
        conversions = Conversions.of(database, NOTES.formatted(", copy: { workers: 1 }"));
        staysSame(conversions.apply(HeldConversion.at(Failpoint.CHUNK_COMMITTED, "copy", () -> {
            write(
                    "SET session_replication_role = replica; UPDATE %s SET text = 'replica' WHERE id IN (4, 298); SET session_replication_role = origin");
            assertThatThrownBy(() -> database.execute("TRUNCATE notes")).hasMessageContaining("kept equal");
            assertThatThrownBy(() -> database.execute("SET session_replication_role = replica; TRUNCATE notes"))
                    .hasMessageContaining("kept equal");
        })));
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("A table that is rewritten during the copy is walked again, and no row outlives its key")
    void aTableThatIsRewrittenIsWalkedAgain() {
        database.execute("ALTER TABLE notes CLUSTER ON notes_pkey");
        conversions = Conversions.of(database, NOTES.formatted(", copy: { workers: 1 }"));
        staysSame(conversions.apply(HeldConversion.at(Failpoint.CHUNK_COMMITTED, "copy", () -> {
            write("DELETE FROM %s WHERE id IN (1, 2, 150, 299)");
            write("UPDATE %s SET at = at - interval '1 year', text = 'moved' WHERE id IN (5, 151, 298)");
            database.execute("VACUUM FULL notes");
            write("DELETE FROM %s WHERE id IN (6, 152, 297)");
            database.execute("CLUSTER notes USING notes_pkey");
        })));
    }

    @Test
    void theHeldCopyStandsInItsStatement() {
        Told applied = held.applyWhileCopying(
                "id = 50",
                () -> assertThat(
                                database.queryText(
                                        "SELECT DISTINCT left(query, 60) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"))
                        .startsWith("INSERT /* underpin */ INTO \"public\".\"notes_underpin\""));

        applied.done();
    }
}
