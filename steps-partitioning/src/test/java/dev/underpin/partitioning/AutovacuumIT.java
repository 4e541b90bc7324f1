package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.OneByOne;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.workload.Workload;
import dev.underpin.testkit.workload.WorkloadReport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server does on its own is in nobody's way, and a cutover keeps to its deadline. */
@PostgresTest
@OneByOne
class AutovacuumIT {

    /** So slow that it never ends by itself, and begun again as soon as it has been canceled. */
    private static final String ENDLESS_VACUUM =
            "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1, autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1";

    private static final String VACUUMED =
            "SELECT count(*) FROM pg_stat_progress_vacuum AS v JOIN pg_stat_activity AS a USING (pid)"
                    + " WHERE a.backend_type = 'autovacuum worker' AND v.relid = '%s'::regclass";

    private static void autovacuumEverySecond(TestDatabase database) {
        database.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'");
        database.execute("SELECT pg_reload_conf()");
    }

    @AfterEach
    void autovacuumAsBefore(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute("ALTER SYSTEM RESET autovacuum_naptime");
            database.execute("SELECT pg_reload_conf()");
        }
    }

    @Majors({14, 15, 17, 18})
    void autovacuumGivesWayAndNobodyNotices(PostgresServer server) {
        try (TestDatabase database = MessagesFixture.database(server, 6_000, 2)) {
            database.execute(
                    "ALTER TABLE messages SET (" + ENDLESS_VACUUM + "); UPDATE messages SET content = 'again'");
            autovacuumEverySecond(database);
            await().atMost(Duration.ofSeconds(30)).until(() -> database.queryLong(VACUUMED.formatted("messages")) > 0);
            Conversions conversions = Conversions.of(
                            database,
                            "{ table: messages, range: { column: created_at, interval: 1 month, ahead: 0 }, oldKey: lost }")
                    .set("{ lockTimeout: 300ms, maxLockWait: 20s }");
            try (Workload workload =
                    Workload.on(database, "messages").writers(4).seed(5).start()) {
                await().until(() -> workload.report().ops() > 300);

                conversions.apply().done();
                conversions.rollback().done();

                assertThat(workload.verify().isClean()).isTrue();
                assertThat(workload.stop().errors()).isEmpty();
                WorkloadReport report = workload.report();
                assertThat(report.longestStall())
                        .as("%s", report)
                        .isLessThanOrEqualTo(report.stallBound(Duration.ofMillis(300)));
            }
        }
    }

    @Test
    void autovacuumAgainstWraparoundDoesNotGiveWayAndIsNamed(TestDatabase database) {
        database.execute(LocksIT.TABLE + """
                INSERT INTO notes SELECT n, repeat('x', 500) FROM generate_series(1001, 9000) AS n;
                ALTER TABLE notes SET (autovacuum_freeze_max_age = 100000, %s, autovacuum_enabled = false);
                """.formatted(ENDLESS_VACUUM));
        database.execute("DO $$ BEGIN FOR i IN 1..100100 LOOP PERFORM txid_current(); COMMIT; END LOOP; END $$");
        autovacuumEverySecond(database);
        await().atMost(Duration.ofSeconds(60)).until(() -> database.queryLong(VACUUMED.formatted("notes")) > 0);

        LocksIT.notes(database, "").check().warnedOf(Codes.UNYIELDING.id());
        Told told = LocksIT.notes(database, "").set("{ maxLockWait: 3s }").apply();

        assertThat(told.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(told.problems().toString()).contains("to prevent wraparound");
        database.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_progress_vacuum");
    }

    @Test
    void aCutoverWaitsForNoStandbyAndHasOneDeadline(TestDatabase database) {
        database.execute(LocksIT.TABLE + """
                CREATE TABLE watched (tag text, commit text, lock_timeout interval, statement_timeout interval);
                CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                  INSERT INTO public.watched VALUES (TG_TAG, current_setting('synchronous_commit'),
                    current_setting('lock_timeout')::interval, current_setting('statement_timeout')::interval);
                END $$;
                CREATE EVENT TRIGGER watching ON ddl_command_end WHEN TAG IN ('ALTER INDEX') EXECUTE FUNCTION watch();
                """);
        Conversions conversions =
                LocksIT.notes(database, ", waive: [\"event-trigger:watching\"]").set("{ lockTimeout: 400ms }");

        conversions.apply().done();
        conversions.rollback().done();

        assertThat(database.queryLong("SELECT count(*) FROM watched")).isGreaterThanOrEqualTo(4);
        assertThat(database.queryTexts("SELECT DISTINCT commit FROM watched")).containsExactly("local");
        assertThat(
                        database.queryBoolean(
                                "SELECT bool_and(lock_timeout BETWEEN '1ms' AND '400ms' AND statement_timeout BETWEEN '1ms' AND '401ms') FROM watched"))
                .isTrue();
        assertThat(database.queryBoolean("SELECT max(statement_timeout) > min(statement_timeout) FROM watched"))
                .as("what is left of the deadline shrinks")
                .isTrue();
    }
}
