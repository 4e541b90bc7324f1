package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands with the engine and a server. */
@PostgresTest
@SideBySide
class CommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String INDEX = """
              - id: index
                uses: indexing.create
                with:
                  table: public.notes
                  name: notes_text_idx
                  keys: [ { column: text } ]
            """;

    @TempDir
    Path directory;

    /** What a command left behind. */
    private record Ran(int exitCode, String out, String err) {

        JsonNode json() {
            return STRICT.readTree(out);
        }
    }

    private static final String CONVERSION = """
              - id: partition
                uses: partitioning.convert
                with:
                  table: public.dated
                  range: { column: at, interval: 1 month, ahead: 1 }
                  oldKey: lost
                  cutover: manual
            settings: { lockTimeout: 3s }
            """;

    @Test
    void anotherTerminalSeesARunAsItGoes(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE dated (id int, at timestamptz NOT NULL, PRIMARY KEY (id));"
                + "INSERT INTO dated SELECT n, now() FROM generate_series(1, 1000) AS n");
        String plan = plan(CONVERSION);
        CompletableFuture<Ran> apply = CompletableFuture.supplyAsync(() -> run(database, "apply", plan));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                run(database, "status", "notes-index").out())
                        .contains("partition  apply", "waits for underpin cutover; 0 keys wait to be brought over"));
        JsonNode holder = run(database, "status", "--output", "json")
                .json()
                .get("holders")
                .get(0);
        assertThat(holder.get("activity").get("gate").asString()).isNotBlank();
        CompletableFuture<Ran> watch = CompletableFuture.supplyAsync(() -> run(database, "status", "--watch"));
        try (TestSession reader = database.session()) {
            reader.begin().queryLong("SELECT count(*) FROM dated");
            Ran cutover = run(database, "cutover", "notes-index");
            assertThat(cutover.exitCode()).isZero();
            assertThat(cutover.out())
                    .contains("underpin status notes-index --watch")
                    .doesNotContain("underpin resume", "underpin rollback");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(run(database, "status").out())
                            .containsPattern("waiting: .*\\n +blocked by pid " + reader.backendPid()));
            reader.rollback();
        }
        Ran applied = apply.get(90, TimeUnit.SECONDS);
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        Ran watched = watch.get(30, TimeUnit.SECONDS);
        assertThat(watched.exitCode()).isZero();
        assertThat(watched.out()).contains("at work:", "applied");
    }

    private FakeHost host() {
        return new FakeHost(Terminal.none(), directory).realEngine();
    }

    private Ran run(TestDatabase database, String... args) {
        FakeHost host = host();
        int exitCode = host.run(with(database, args));
        return new Ran(exitCode, host.out(), host.err());
    }

    private static String[] with(TestDatabase database, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--yes", "--url", database.url()));
        return all.toArray(String[]::new);
    }

    private String plan(String steps) throws IOException {
        Path file = directory.resolve("plan.yaml");
        Files.writeString(file, "apiVersion: underpin/v1\nplan: notes-index\nsteps:\n" + steps);
        return file.toString();
    }

    private static void notes(TestDatabase database) {
        database.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes SELECT n, 'note ' || n FROM generate_series(1, 1000) AS n");
    }

    private static long indexes(TestDatabase database) {
        return database.queryLong("SELECT count(*) FROM pg_indexes WHERE indexname = 'notes_text_idx'");
    }

    @Test
    void aPlanLivesFromCheckToFinalize(TestDatabase database) throws IOException {
        notes(database);
        String plan = plan(INDEX);

        assertThat(run(database, "status").out()).contains("no plan has been applied here");
        assertThat(run(database, "check", plan).out()).contains("all prechecks passed", "underpin apply " + plan);
        assertThat(run(database, "preview", plan).out())
                .contains(
                        "CREATE INDEX CONCURRENTLY",
                        "SHARE UPDATE EXCLUSIVE on public.notes",
                        "nothing has been changed");
        assertThat(indexes(database)).isZero();

        FakeHost several = host();
        several.run("status", "--url", database.url().replace("localhost:", "localhost:1,localhost:"));
        assertThat(several.out().lines().findFirst())
                .isEqualTo(run(database, "status").out().lines().findFirst());

        Ran applied = run(database, "apply", plan);
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out().lines().findFirst().orElseThrow())
                .startsWith(database.name() + " on localhost:")
                .contains(", PostgreSQL ", ", primary");
        assertThat(applied.out()).contains("notes-index: applied", "underpin finalize notes-index");
        assertThat(applied.err()).contains("✓ Build index");
        assertThat(indexes(database)).isOne();

        Ran again = run(database, "apply", plan);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("notes-index: already applied (run");
        assertThat(run(database, "status").out()).contains("notes-index", "applied");
        assertThat(run(database, "verify", "notes-index").exitCode()).isZero();

        assertThat(run(database, "rollback", "notes-index").out()).contains("rolled back");
        assertThat(indexes(database)).isZero();

        assertThat(run(database, "apply", plan).exitCode()).isZero();
        assertThat(run(database, "finalize", plan).out()).contains("finalized");
        Ran tooLate = run(database, "rollback", "notes-index");
        assertThat(tooLate.exitCode()).isEqualTo(4);
        assertThat(tooLate.err()).contains("error[E", "state: nothing has changed");
    }

    @Test
    void whatAPreviewShowsIsWhatAnApplyExecutes(TestDatabase database) throws IOException {
        notes(database);
        String plan = plan(INDEX);
        JsonNode preview = run(database, "preview", plan, "--output", "json").json();
        JsonNode apply = run(database, "apply", plan, "--output", "json").json();
        assertThat(preview.get("steps").get(0).get("actions").size()).isPositive();
        for (int i = 0; i < preview.get("steps").get(0).get("actions").size(); i++) {
            JsonNode promised = preview.get("steps").get(0).get("actions").get(i);
            JsonNode done = apply.get("steps").get(0).get("actions").get(i);
            assertThat(promised.get("state").asString()).isEqualTo("PENDING");
            assertThat(done.get("state").asString()).isEqualTo("APPLIED");
            for (String key : List.of("key", "title", "mode", "sql", "locks", "undo")) {
                assertThat(done.get(key)).as(key).isEqualTo(promised.get(key));
            }
        }
        assertThat(apply.get("target").get("database").asString()).isEqualTo(database.name());
        assertThat(apply.get("runId").asString()).isNotEmpty();
    }

    @Test
    void eventsTellTheRunFromItsBeginningToItsEnd(TestDatabase database) throws IOException {
        notes(database);
        Path events = directory.resolve("events.ndjson");
        run(database, "apply", plan(INDEX), "--events", events.toString());
        List<String> types = Files.readAllLines(events).stream()
                .map(line -> STRICT.readTree(line).get("type").asString())
                .toList();
        assertThat(Files.readAllLines(events).stream().skip(1))
                .allSatisfy(line ->
                        assertThat(STRICT.readTree(line).get("runId").isNull()).isFalse());
        assertThat(types)
                .startsWith("connected", "run-started", "step-started")
                .endsWith("run-ended")
                .contains("action-started", "action-ended", "step-ended");
    }

    @Test
    void aPrecheckThatRefusesNamesThePlaceInTheFile(TestDatabase database) throws IOException {
        Ran refused = run(database, "apply", plan(INDEX));
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains(
                        "error[E", "step index: ", "plan.yaml:4:5", "4 |   - id: index", "state: nothing has changed");
        JsonNode finding = run(database, "check", plan(INDEX), "--output", "json")
                .json()
                .get("findings")
                .get(0);
        assertThat(finding.get("line").asInt()).isEqualTo(4);
        assertThat(finding.get("file").asString()).endsWith("plan.yaml");
        assertThat(database.queryLong("SELECT count(*) FROM pg_namespace WHERE nspname = 'underpin'"))
                .isZero();
    }

    @Test
    void anEditedPlanDiffersFromWhatWasApplied(TestDatabase database) throws IOException {
        notes(database);
        run(database, "apply", plan(INDEX));
        String edit = plan(INDEX.replace("column: text", "column: id"));
        for (String command : List.of("apply", "resume", "verify")) {
            Ran edited = run(database, command, edit);
            assertThat(edited.exitCode()).as(command).isEqualTo(8);
            assertThat(edited.err()).as(command).contains("index");
        }
    }

    @Test
    void aFailedStepIsTakenBack(TestDatabase database) throws IOException {
        notes(database);
        Ran failed = run(database, "apply", plan(INDEX + """
                  - id: broken
                    uses: sql.run
                    with:
                      apply: ["INSERT INTO public.notes VALUES (1, 'again')"]
                      rollback: ["SELECT 1"]
                """));
        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(failed.err()).contains("step broken", "state: everything is as it was before the run");
        assertThat(indexes(database)).isZero();
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeTheReason(TestDatabase database) {
        FakeHost host = host();
        assertThat(host.run("status", "--url", "postgresql://app:Sesam1@localhost:1/chat"))
                .isEqualTo(10);
        assertThat(host.err())
                .contains("error[E1101]", "tried chat on localhost:1 as app")
                .doesNotContain("Sesam1", "\tat ");
        FakeHost json = host();
        json.run("status", "--url", "postgresql://app:Sesam1@localhost:1/chat", "--output", "json");
        assertThat(STRICT.readTree(json.out()).get("exitCode").asInt()).isEqualTo(10);
    }

    @Test
    void thePasswordStaysOutOfTheJournal(TestDatabase database) throws IOException {
        notes(database);
        TestLogin login = database.createLogin("owner", "SUPERUSER");
        FakeHost host = host();
        String[] apply = {"apply", plan(INDEX), "--yes", "--verbose", "--url", database.urlAs(login)};
        assertThat(host.run(apply)).isZero();
        assertThat(host.out() + host.err()).doesNotContain(login.password());
        List<String> journal =
                database.queryTexts("SELECT table_name FROM information_schema.tables WHERE table_schema = 'underpin'");
        assertThat(journal).isNotEmpty();
        for (String table : journal) {
            assertThat(String.join("\n", database.queryTexts("SELECT t::text FROM underpin." + table + " AS t")))
                    .doesNotContain(login.password());
        }
    }

    /** A step that waits until the test gives up a lock. */
    private static final String WAITING = """
              - id: waiting
                uses: sql.run
                with:
                  apply: ["SELECT pg_advisory_xact_lock(4711)"]
                  rollback: ["SELECT 1"]
              - id: after
                uses: sql.run
                with:
                  apply: ["INSERT INTO public.notes VALUES (-1, 'after')"]
                  rollback: ["DELETE FROM public.notes WHERE id = -1"]
            """;

    private static void awaitWaiting(TestDatabase database) {
        await().atMost(PATIENCE)
                .until(
                        () -> database.queryBoolean(
                                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"));
    }

    @Test
    void aSecondRunnerIsToldWhoIsAtWork(TestDatabase database) throws Exception {
        notes(database);
        String plan = plan(WAITING);
        try (TestSession blocker = database.session()) {
            blocker.execute("SELECT pg_advisory_lock(4711)");
            CompletableFuture<Ran> first = CompletableFuture.supplyAsync(() -> run(database, "apply", plan));
            awaitWaiting(database);
            Ran second = run(database, "apply", plan);
            assertThat(second.exitCode()).isEqualTo(5);
            assertThat(second.err()).contains("state: nothing has changed");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(run(database, "status").out())
                            .contains("AT WORK", "notes-index at work:", "  waiting  apply"));
            blocker.execute("SELECT pg_advisory_unlock(4711)");
            assertThat(first.get(60, TimeUnit.SECONDS).exitCode()).isZero();
        }
    }

    @Test
    void anInterruptedRunStopsAtABoundaryAndResumes(TestDatabase database) throws Exception {
        notes(database);
        String plan = plan(WAITING);
        FakeHost host = host();
        try (TestSession blocker = database.session()) {
            blocker.execute("SELECT pg_advisory_lock(4711)");
            CompletableFuture<Integer> run =
                    CompletableFuture.supplyAsync(() -> host.run(with(database, "apply", plan, "--output", "json")));
            awaitWaiting(database);
            host.interrupt();
            assertThat(host.err()).contains("stopping at the next safe boundary");
            blocker.execute("SELECT pg_advisory_unlock(4711)");
            assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(7);
        }
        JsonNode stopped = STRICT.readTree(host.out());
        assertThat(stopped.get("state").asString()).isEqualTo("STOPPED");
        assertThat(stopped.get("nextCommands").toString())
                .contains("underpin resume notes-index", "underpin rollback notes-index");
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = -1"))
                .isZero();
        assertThat(run(database, "resume", "notes-index").exitCode()).isZero();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = -1"))
                .isOne();
    }

    @Test
    void aSecondInterruptCancelsWhatRuns(TestDatabase database) throws Exception {
        notes(database);
        String plan = plan(INDEX + """
                  - id: sleeping
                    uses: sql.run
                    with:
                      apply: ["SELECT pg_sleep(600)"]
                      rollback: ["SELECT 1"]
                      maxHold: 10m
                """);
        FakeHost host = host();
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> host.run(with(database, "apply", plan)));
        awaitSleeping(database);
        host.interrupt();
        host.interrupt();
        assertThat(run.get(60, TimeUnit.SECONDS)).as(host.err()).isEqualTo(7);
        assertThat(host.err()).contains("cancelling what runs", "error[E2001]", "underpin resume notes-index");
        assertThat(indexes(database)).isOne();
        assertThat(run(database, "rollback", "notes-index").exitCode()).isZero();
        assertThat(indexes(database)).isZero();
    }

    @Test
    void aSecondInterruptCancelsWhatRunsOutsideATransactionToo(TestDatabase database) throws Exception {
        notes(database);
        String plan = plan("""
                  - id: sleeping
                    uses: sql.run
                    with:
                      apply: ["SELECT pg_sleep(600)"]
                      rollback: ["SELECT 1"]
                      transaction: false
                      done: SELECT false
                """);
        FakeHost host = host();
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> host.run(with(database, "apply", plan)));
        awaitSleeping(database);
        host.interrupt();
        host.interrupt();
        assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(host.err())
                .contains("error[E2001]", "before anything was changed")
                .doesNotContain("\tat ");
        assertThat(run(database, "status").out()).doesNotContain("AT WORK");
    }

    private static void awaitSleeping(TestDatabase database) {
        await().atMost(PATIENCE)
                .until(
                        () -> database.queryBoolean(
                                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())"));
    }

    @Test
    void anInterruptEndsALongPrecheckAtOnce(TestDatabase database) throws Exception {
        notes(database);
        Path file = Path.of(plan(INDEX));
        Files.writeString(file, Files.readString(file).replace("steps:", """
                prechecks:
                  - { id: slow, sql: SELECT count(*) FROM pg_advisory_xact_lock(4711), expect: { value: 1 }, remedy: Wait. }
                steps:"""));
        FakeHost host = host();
        try (TestSession blocker = database.session()) {
            blocker.execute("SELECT pg_advisory_lock(4711)");
            CompletableFuture<Integer> run =
                    CompletableFuture.supplyAsync(() -> host.run(with(database, "check", file.toString())));
            awaitWaiting(database);
            host.interrupt();
            assertThat(run.get(60, TimeUnit.SECONDS)).as(host.err()).isEqualTo(130);
        }
    }

    @Test
    void eachPlanThatIsMaintainedHasItsReport(TestDatabase database) throws IOException {
        notes(database);
        for (String name : List.of("few", "many")) {
            Path file = directory.resolve(name + ".yaml");
            Files.writeString(file, """
                    apiVersion: underpin/v1
                    plan: %1$s
                    steps:
                      - id: view
                        uses: matviews.create
                        with: { name: public.%1$s, query: SELECT count(*) AS n FROM notes, refresh: { maxStaleness: 1h } }
                    """.formatted(name));
            assertThat(run(database, "apply", file.toString()).exitCode()).isZero();
        }
        database.execute("DELETE FROM notes WHERE id > 10");

        JsonNode maintained = run(database, "maintain", "--output", "json").json();

        assertThat(maintained.get("runs").findValuesAsString("plan")).containsExactly("few", "many");
        assertThat(maintained.get("exitCode").asInt()).isZero();
        assertThat(database.queryLong("SELECT few.n + many.n FROM few, many")).isEqualTo(20);
        assertThat(run(database, "maintain").out()).contains("few: applied", "many: applied", "is not due before");
        assertThat(run(database, "maintain", "many", "--now").out())
                .contains("many: applied")
                .doesNotContain("is not due", "few");
        assertThat(run(database, "maintain", "nobody").exitCode()).isEqualTo(4);
    }
}
