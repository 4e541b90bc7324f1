package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Nobody waits for a conversion longer than is promised, and whoever keeps it waiting is named. */
@PostgresTest
@SideBySide
class LocksIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost%s }";

    static final String TABLE = """
            CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
            INSERT INTO notes SELECT n, 't' || n, now() - n * interval '1 day' FROM generate_series(1, 100) AS n;
            """;

    static Conversions notes(TestDatabase database, String more) {
        return Conversions.of(database, NOTES.formatted(more));
    }

    @Majors({14, 15, 17, 18})
    void aPreparedTransactionIsNamed(TestDatabase database) {
        database.execute(TABLE);
        try (TestSession session = database.session()) {
            session.begin().execute("UPDATE notes SET text = 'prepared' WHERE id = 1");
            session.execute("PREPARE TRANSACTION 'forgotten'");
            session.commit();
        }

        Told checked = notes(database, "").check();
        checked.warnedOf(Codes.UNYIELDING.id());
        assertThat(checked.problems().toString()).contains("prepared transaction 'forgotten'");
        Told told = notes(database, "").set("{ maxLockWait: 3s }").apply();

        assertThat(told.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(told.problems().get(told.problems().size() - 1).toString())
                .contains("prepared transaction 'forgotten'");
        database.execute("COMMIT PREPARED 'forgotten'");
        notes(database, "").resume().done();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 1")).isEqualTo("prepared");
    }

    @Majors({14, 15, 17, 18})
    void aDumpThatTakesLongerThanWeWaitCostsNothingButTime(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute(TABLE);
            Conversions conversions = notes(database, "").set("{ maxLockWait: 3s }");
            try (TestSession dump = database.session()) {
                dump.begin().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                dump.execute("LOCK TABLE notes IN ACCESS SHARE MODE");
                assertThat(dump.queryLong("SELECT count(*) FROM notes")).isEqualTo(100);

                Told told = conversions.apply();

                assertThat(told.outcome()).as(told.problems().toString()).isEqualTo(Outcome.STOPPED);
                assertThat(told.problems().toString()).contains("pid " + dump.backendPid());
                assertThat(dump.queryLong("SELECT count(*) FROM notes")).isEqualTo(100);
            }
            database.execute("INSERT INTO notes VALUES (101)");

            conversions.resume().done();

            assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(101);
        }
    }

    @Majors({14, 15, 17, 18})
    void aViewIsLockedWithoutTheTablesUnderIt(TestDatabase database) {
        database.execute(TABLE + """
                CREATE TABLE rooms (id int PRIMARY KEY);
                CREATE VIEW everything AS SELECT n.id, r.id AS room FROM notes AS n, rooms AS r;
                """);
        try (TestSession writer = database.session()) {
            writer.begin().execute("INSERT INTO rooms VALUES (1)");

            notes(database, "").set("{ maxLockWait: 5s }").apply().done();

            writer.commit();
        }
        assertThat(database.queryLong("SELECT count(*) FROM everything")).isEqualTo(100);
    }

    @Majors({14, 15, 17, 18})
    void aCutoverWaitsForWhoWroteToAReferencedTableFirstAndLetsHimGoOn(TestDatabase database) throws Exception {
        database.execute("""
                CREATE TABLE rooms (id int PRIMARY KEY, name text);
                INSERT INTO rooms VALUES (1, 'one');
                """ + TABLE + "ALTER TABLE notes ADD COLUMN room int REFERENCES rooms;");
        Conversions conversions = notes(database, "").set("{ lockTimeout: 20s, maxLockWait: 60s }");
        conversions.check().warnedOf("E3133");
        try (TestSession first = database.session();
                TestSession second = database.session()) {
            CompletableFuture<Told> apply = CompletableFuture.supplyAsync(() -> conversions.apply((point, where) -> {
                if (point == Failpoint.BATCHES_INTENT && where.equals("catch-up.last")) {
                    first.begin().execute("UPDATE rooms SET name = 'first'");
                }
            }));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> database.queryLong(
                                    "SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()"
                                            + " WHERE NOT l.granted AND relation = 'rooms'::regclass AND mode = 'ShareRowExclusiveLock'")
                            > 0);

            second.execute("INSERT INTO notes (id, room) VALUES (1001, 1)");
            first.execute("INSERT INTO notes (id, room) VALUES (1002, 1)");
            assertThat(apply).isNotDone();
            first.commit();
            apply.get().done();
        }
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE room = 1"))
                .isEqualTo(2);
    }
}
