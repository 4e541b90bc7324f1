package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.OwnServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The server crashes and recovers in the middle of a command. */
@SideBySide
class ServerCrashIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static final Plan PLAN = Plan.parse("""
            apiVersion: underpin/v1
            plan: crashed
            settings: { lockTimeout: 2s, maxLockWait: 1m }
            steps:
              - id: partition
                uses: partitioning.convert
                with: { table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }
              - id: index
                uses: indexing.create
                with: { table: notes, name: notes_text, keys: [ { column: text } ] }
              - id: policies
                uses: rls.policies
                with: { table: notes, policies: [ { name: own, command: select, using: true } ] }
              - id: view
                uses: matviews.create
                with: { name: notes_by_text, query: "SELECT text, count(*) AS n FROM public.notes GROUP BY 1", uniqueKey: [text] }
            """, "plan.yaml", REGISTRY, Map.of());

    private static final List<String> THERE = List.of(
            "chunk-before-commit copy",
            "transaction-committed cutover.announce",
            "transaction-committed swap",
            "transaction-before-commit policies");
    private static final List<String> BACK = List.of(
            "transaction-committed back.announce",
            "transaction-committed back.swap",
            "transaction-before-commit shadow.drop");
    private static final List<String> TO_THE_END = List.of("transaction-committed retired.drop");

    private final AtomicBoolean inABuild = new AtomicBoolean();

    @Test
    void goesOnByItself() {
        // An answered commit is to outlast the crash, for the table beside to have what the converted one has.
        try (OwnServer own = OwnServer.start(Map.of("synchronous_commit", "on"));
                TestDatabase database = notes(own)) {
            CatalogSnapshot before = CatalogSnapshot.of(database);

            applied(ranInto(
                    own, THERE, failpoints -> underpin(database, failpoints).apply(PLAN)));
            same(database, "notes");
            write(database, "UPDATE %s SET at = at - interval '31 days', text = 'moved' WHERE id % 70 < 20");
            write(database, "DELETE FROM %s WHERE id % 11 = 0");

            RunReport back = ranInto(
                    own, BACK, failpoints -> underpin(database, failpoints).rollback("crashed", Optional.empty()));
            assertThat(back.outcome()).as(back.findings().toString()).isEqualTo(Outcome.DONE);
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            same(database, "notes");

            applied(ranInto(
                    own,
                    List.of("autocommit-intent build"),
                    () -> crashWhileAnIndexIsBuilt(own, database),
                    failpoints -> underpin(database, failpoints).apply(PLAN)));
            assertThat(inABuild).as("crashed in the middle of a build").isTrue();
            RunReport finished = ranInto(
                    own,
                    TO_THE_END,
                    failpoints -> underpin(database, failpoints).finalizeRun("crashed"));
            assertThat(finished.state()).as(finished.findings().toString()).contains(RunState.FINALIZED);
            same(database, "notes");
        }
    }

    private static void applied(RunReport report) {
        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Outcome.DONE);
        assertThat(report.state()).contains(RunState.APPLIED);
    }

    private static void write(TestDatabase database, String statement) {
        database.execute(statement.replace("%s", "notes"));
        database.execute(statement.replace("%s", "expected"));
    }

    private static void same(TestDatabase database, String table) {
        assertThat(DataDigest.of(database, table)).isEqualTo(DataDigest.of(database, "expected"));
    }

    private static RunReport ranInto(OwnServer own, List<String> moments, Function<Failpoints, RunReport> command) {
        return ranInto(own, moments, own::crash, command);
    }

    /** Each of the moments comes, and the deed is done once at each. */
    private static RunReport ranInto(
            OwnServer own, List<String> moments, Runnable deed, Function<Failpoints, RunReport> command) {
        List<String> left = new ArrayList<>(moments);
        RunReport report = command.apply((point, where) -> {
            boolean due;
            synchronized (left) {
                due = left.removeIf(moment -> (point.id() + " " + where).startsWith(moment));
            }
            if (due) {
                deed.run();
            }
        });
        assertThat(left).as("moments that did not come").isEmpty();
        return report;
    }

    /** Its build waits for an older snapshot, which the crash ends as well. */
    private void crashWhileAnIndexIsBuilt(OwnServer own, TestDatabase database) {
        TestSession older = database.session();
        older.begin().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        older.queryLong("SELECT count(*) FROM expected");
        Thread crashing = new Thread(() -> {
            await().atMost(Duration.ofMinutes(1)).until(() -> database.queryBoolean("""
                            SELECT EXISTS (SELECT FROM pg_stat_activity
                            WHERE application_name = 'underpin worker' AND query LIKE '%INDEX CONCURRENTLY%' AND wait_event = 'virtualxid')
                            """));
            own.crash();
            inABuild.set(true);
            older.close();
        });
        crashing.setDaemon(true);
        crashing.start();
    }

    private static TestDatabase notes(OwnServer own) {
        TestDatabase database = own.server().createDatabase();
        database.execute("""
                CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL);
                INSERT INTO notes SELECT i, 'note ' || i % 20, date_trunc('month', now()) - i % 70 * interval '1 day'
                FROM generate_series(1, 200) AS i;
                CREATE TABLE expected AS TABLE notes;
                ANALYZE notes;
                """);
        return database;
    }

    private static Underpin underpin(TestDatabase database, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .failpoints(failpoints)
                .build();
    }
}
