package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.command.UnderpinCommand;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApplicationTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String ESCAPE = "\u001b";

    @TempDir
    Path directory;

    private final List<ScriptedEngine> engines = new ArrayList<>();

    private FakeHost host(Terminal terminal, Supplier<RunReport> answer) {
        return new FakeHost(terminal, directory).engine(listener -> {
            ScriptedEngine engine = new ScriptedEngine(listener, answer);
            engines.add(engine);
            return engine;
        });
    }

    private FakeHost host(Supplier<RunReport> answer) {
        return host(Terminal.none(), answer);
    }

    private List<String> calls() {
        return engines.stream().flatMap(engine -> engine.calls.stream()).toList();
    }

    private String planFile() throws IOException {
        Path file = directory.resolve("plan.yaml");
        Files.writeString(file, """
                apiVersion: underpin/v1
                plan: messages-monthly
                steps:
                  - id: index
                    uses: indexing.create
                    with:
                      table: public.messages
                      name: idx_messages_room
                      keys: [ { column: chat_room_id } ]
                """);
        return file.toString();
    }

    private static JsonNode json(FakeHost host) {
        return STRICT.readTree(host.terminal.out());
    }

    private static Failure failure(Outcome outcome) {
        return new Failure(
                outcome,
                Problem.of("index", Finding.error("E2103", "it did not work", "Try again."))
                        .with(List.of("blocked by pid 7")));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void everyOutcomeOfTheEngineIsTheExitCodeInTextAndJson(Outcome outcome) throws IOException {
        Supplier<RunReport> answer = () -> {
            throw failure(outcome);
        };
        FakeHost text = host(answer);
        assertThat(text.run("apply", planFile(), "--yes")).isEqualTo(outcome.exitCode());
        assertThat(text.terminal.err()).contains("error[E2103]: step index: it did not work", "blocked by pid 7");

        FakeHost json = host(answer);
        assertThat(json.run("apply", planFile(), "--yes", "--output", "json")).isEqualTo(outcome.exitCode());
        assertThat(json(json).get("exitCode").asInt()).isEqualTo(outcome.exitCode());
        assertThat(json(json).get("plan").asString()).isEqualTo("messages-monthly");
        assertThat(json(json).get("findings").get(0).get("line").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void theOutcomeOfAReportIsTheExitCodeToo(Outcome outcome) throws IOException {
        FakeHost host = host(() -> Samples.ended("apply", outcome, RunState.STOPPED));
        assertThat(host.run("apply", planFile(), "--yes")).isEqualTo(outcome.exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                     | E8106
            aply x                                   | E8101
            apply                                    | E8102
            apply --frobnicate                       | E8101
            apply a.yaml b.yaml                      | E8101
            apply messages-monthly                   | E8107
            validate                                 | E8102
            steps indexing.creat                     | E8108
            help aply                                | E8101
            apply PLAN                               | E0010
            rollback messages-monthly                | E0010
            finalize PLAN                            | E0010
            status --url mysql://db1/chat            | E8201
            status --url postgresql://db1/?sslmod=x  | E8202
            status --events /                        | E8104
            status --set                             | E8102
            validate PLAN --set x                    | E8105
            validate PLAN --set =x                   | E8105
            validate PLAN --set x=1 --set x=2        | E8105
            rollback x --to                          | E8102
            --quiet --quiet status                   | E8103
            """)
    void aWrongCommandLineEndsWithCodeTwoARemedyAndStillOneDocument(String line, String code) throws IOException {
        String[] args = (line == null ? "" : line).replace("PLAN", planFile()).split(" +");
        String[] given = line == null ? new String[0] : args;
        FakeHost text = host(Samples::applied);
        assertThat(text.run(given)).isEqualTo(2);
        assertThat(text.terminal.out()).isEmpty();
        assertThat(text.terminal.err()).startsWith("error[" + code + "]: ").contains("\n  help:  ");

        String[] withJson = new String[given.length + 1];
        withJson[0] = "--output=json";
        System.arraycopy(given, 0, withJson, 1, given.length);
        FakeHost json = host(Samples::applied);
        assertThat(json.run(withJson)).isEqualTo(2);
        assertThat(json(json).get("findings").get(0).get("code").asString()).isEqualTo(code);
        assertThat(json(json).get("exitCode").asInt()).isEqualTo(2);
    }

    @Test
    void anUnknownFormOfOutputIsAnsweredInWords() {
        FakeHost host = host(Samples::applied);
        assertThat(host.run("status", "--output", "xml")).isEqualTo(2);
        assertThat(host.terminal.out()).isEmpty();
        assertThat(host.terminal.err()).startsWith("error[E8103]: ").contains("\n  help:  ");
    }

    @Test
    void aMistypedCommandOrOptionIsAnsweredWithTheOneThatWasMeant() {
        FakeHost host = host(Samples::applied);
        host.run("aply", "x.yaml");
        host.run("status", "--outptu=json");
        assertThat(host.terminal.err()).contains("Did you mean apply?").contains("Did you mean --output?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check PLAN",
                "preview PLAN",
                "apply PLAN",
                "resume PLAN",
                "resume messages-monthly",
                "cutover PLAN",
                "verify messages-monthly",
                "rollback PLAN --to index",
                "finalize PLAN",
                "maintain",
                "sync PLAN",
                "status",
                "status messages-monthly",
                "validate PLAN",
                "validate missing.yaml",
                "apply missing.yaml",
                "steps",
                "steps indexing.create",
                "schema",
                "completion",
                "help",
                "help apply",
                "version",
                "man",
                "--version",
                "--help",
                "apply --help",
            })
    void everyCommandPrintsExactlyOneDocumentWhereJsonIsWanted(String line) throws IOException {
        FakeHost host = host(Samples::applied);
        String[] args = (line + " --output json").replace("PLAN", planFile()).split(" ");
        int exitCode = host.run(args);
        assertThat(json(host).isObject()).isTrue();
        if (!line.equals("schema")) {
            assertThat(json(host).get("exitCode").asInt()).isEqualTo(exitCode);
            assertThat(json(host).get("schemaVersion").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resume PLAN, resume plan messages-monthly",
        "resume messages-monthly, resume messages-monthly",
        "cutover PLAN, cutover messages-monthly",
        "rollback PLAN --to index, rollback messages-monthly to index",
        "rollback other, rollback other",
        "maintain, maintain all",
        "maintain PLAN, maintain messages-monthly",
        "status PLAN, status messages-monthly",
        "finalize other-plan, finalize other-plan",
        "sync x, sync x",
    })
    void aPlanIsAFileOrAnIdOfTheJournal(String line, String call) throws IOException {
        host(Samples::applied)
                .run((line + (line.startsWith("-") ? "" : " --yes"))
                        .replace("PLAN", planFile())
                        .split(" "));
        assertThat(calls()).containsExactly(call, "close");
    }

    @Test
    void theFirstLineOfAResultNamesTheTarget() throws IOException {
        FakeHost host = host(Samples::applied);
        assertThat(host.run("apply", planFile(), "--yes")).isZero();
        assertThat(host.terminal.out().lines())
                .first()
                .isEqualTo("chat on db1:5432 as app, PostgreSQL 17.6, dialect postgresql, primary");
        FakeHost status = host(Samples::applied);
        status.run("status");
        assertThat(status.terminal.out().lines())
                .first()
                .isEqualTo("chat on db1:5432 as app, PostgreSQL 17.6, dialect postgresql, primary");
    }

    @Test
    void nothingIsColouredOrRedrawnWhereNobodyWatches() throws IOException {
        FakeHost host = host(Samples::applied);
        host.run("apply", planFile(), "--yes");
        host.run("apply", "nowhere.yaml");
        assertThat(host.terminal.out() + host.terminal.err()).doesNotContain(ESCAPE);
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR, 1", "TERM, dumb", "CI, true"})
    void coloursAreLeftOutWhereTheyAreNotWanted(String variable, String value) throws IOException {
        FakeHost plain = host(Terminal.typing("y\n"), Samples::applied).variable(variable, value);
        plain.run("status");
        assertThat(plain.terminal.out()).doesNotContain(ESCAPE + "[1");
        FakeHost option = host(Terminal.typing("y\n"), Samples::applied);
        option.run("status", "--no-color");
        assertThat(option.terminal.out()).doesNotContain(ESCAPE + "[1");
        FakeHost coloured = host(Terminal.typing("y\n"), Samples::applied);
        coloured.run("status");
        assertThat(coloured.terminal.out()).contains(ESCAPE + "[1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply PLAN", "rollback messages-monthly", "finalize messages-monthly"})
    void somebodyAtATerminalIsAskedFirst(String line) throws IOException {
        String[] args = line.replace("PLAN", planFile()).split(" ");
        FakeHost no = host(Terminal.typing("no\n"), Samples::applied);
        assertThat(no.run(args)).isEqualTo(130);
        assertThat(no.terminal.err()).contains("[y/N]");
        assertThat(calls()).noneMatch(call -> call.startsWith(args[0]));

        assertThat(host(Terminal.typing(""), Samples::applied).run(args)).isEqualTo(130);
        assertThat(calls()).noneMatch(call -> call.startsWith(args[0]));

        assertThat(host(Terminal.typing("Yes\n"), Samples::applied).run(args)).isZero();
        assertThat(calls()).filteredOn(call -> call.startsWith(args[0])).hasSize(1);
    }

    @Test
    void whereNobodyCanBeAskedOnlyYesWillDo() throws IOException {
        assertThat(host(Terminal.typing(""), Samples::applied).run("apply", planFile(), "-y"))
                .isZero();
        FakeHost ci = host(Terminal.typing("y\n"), Samples::applied).variable("CI", "true");
        assertThat(ci.run("apply", planFile())).isEqualTo(2);
        assertThat(ci.err()).contains("error[E0010]", "--yes");
        assertThat(host(Samples::applied).run("finalize", "messages-monthly")).isEqualTo(2);
        assertThat(calls()).noneMatch(call -> call.startsWith("finalize"));
        assertThat(host(Samples::applied).run("finalize", "messages-monthly", "--yes"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply PLAN", "rollback messages-monthly", "finalize messages-monthly"})
    void withErrorsInAFileTheTerminalItselfShowsTheQuestion(String line) throws IOException {
        String[] args = line.replace("PLAN", planFile()).split(" ");
        FakeHost host = host(Terminal.typingWithErrorsInAFile("no\n"), Samples::applied);
        assertThat(host.run(args)).isEqualTo(130);
        assertThat(host.terminal.tty())
                .contains("partitioning.convert", "[y/N] ")
                .doesNotContain(ESCAPE);
        assertThat(host.terminal.err()).doesNotContain("[y/N]");
        assertThat(host(Terminal.typingWithErrorsInAFile("y\n"), Samples::applied)
                        .run(args))
                .isZero();
    }

    @Test
    void finalizeSaysWhatBecomesIrreversible() {
        FakeHost host = host(Terminal.typing("no\n"), Samples::applied);
        host.run("finalize", "messages-monthly");
        assertThat(host.terminal.err().replaceAll("\\s+", " "))
                .contains("cannot be undone", "messages-monthly cannot be rolled back", "partitioning.convert");
    }

    @Test
    void somethingUnexpectedEndsWithCodeOneAParagraphAndAFileWithoutSecrets() throws IOException {
        FakeHost host = host(() -> {
            throw new IllegalStateException("broken with Sesam1\nsecond line", new RuntimeException("and Sesam1"));
        });
        int exitCode = host.run("status", "--url", "postgresql://app:Sesam1@db1/chat");
        assertThat(exitCode).isEqualTo(1);
        assertThat(host.terminal.err())
                .contains("error[E9001]", "IllegalStateException: broken with ***")
                .doesNotContain("second line", "\tat ", "Sesam1");
        Path file;
        try (var files = Files.list(directory)) {
            file = files.filter(path -> path.getFileName().toString().startsWith("underpin-error-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(host.terminal.err()).contains(file.toString());
        assertThat(Files.readString(file))
                .contains("IllegalStateException", "\tat ", "command  underpin status", "1.2.3")
                .doesNotContain("Sesam1");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void somethingUnexpectedIsOneDocumentToo() {
        FakeHost host = host(() -> {
            throw new StackOverflowError();
        });
        assertThat(host.run("status", "--output", "json")).isEqualTo(1);
        assertThat(json(host).get("findings").get(0).get("code").asString()).isEqualTo("E9001");
    }

    /** A list that breaks whoever reads it. */
    private static final class Broken extends AbstractList<MeasurementReport> {

        @Override
        public MeasurementReport get(int index) {
            throw new IllegalStateException("unreadable");
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void anAnswerThatCannotBePutIntoWordsIsABugToo() {
        RunReport applied = Samples.applied();
        RunReport unspeakable = new RunReport(
                applied.command(),
                applied.plan(),
                applied.runId(),
                applied.state(),
                applied.outcome(),
                applied.target(),
                applied.steps(),
                new Broken(),
                applied.findings(),
                applied.nextCommands());
        FakeHost text = host(() -> unspeakable);
        assertThat(text.run("resume", "messages-monthly")).isEqualTo(1);
        assertThat(text.err()).contains("error[E9001]", "unreadable");
        FakeHost json = host(() -> unspeakable);
        assertThat(json.run("resume", "messages-monthly", "--output", "json")).isEqualTo(1);
        assertThat(json(json).get("findings").get(0).get("code").asString()).isEqualTo("E9001");
    }

    @Test
    void thePasswordAppearsNowhere() {
        FakeHost host = host(() -> {
            throw failure(Outcome.NO_CONNECTION);
        });
        host.run("status", "--url", "postgresql://app:Sesam1@db1/chat", "--verbose");
        host.run("status", "--url", "postgresql://app:Sesam1@db1/chat", "--output", "json");
        host.run("status", "--url", "postgresql://app:Sesam1@db1:x/chat");
        assertThat(host.terminal.out() + host.terminal.err()).doesNotContain("Sesam1");
        assertThat(host.connections).isNotEmpty();
    }

    @Test
    void anUnsafePasswordFileIsSaidToBeIgnored() throws IOException {
        Path file = Files.writeString(directory.resolve(".pgpass"), "*:*:*:*:pw\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        FakeHost host = host(Samples::applied);
        host.run("status");
        assertThat(host.terminal.err()).contains("warning: the password file " + file + " is ignored");
    }

    @Test
    void helpAndVersionAreCommandsToo() {
        for (String[] same : new String[][] {{"help", "--help"}, {"version", "--version"}}) {
            FakeHost command = host(Samples::applied);
            FakeHost option = host(Samples::applied);
            assertThat(command.run(same[0])).isZero();
            assertThat(option.run(same[1])).isZero();
            assertThat(command.out()).isEqualTo(option.out()).isNotBlank();
        }
        FakeHost apply = host(Samples::applied);
        apply.run("help", "apply");
        assertThat(apply.out()).startsWith("Usage: underpin apply");
        FakeHost code = host(Samples::applied);
        assertThat(code.run("help", "e2103")).isZero();
        assertThat(code.out()).startsWith("E2103: ").contains("--max-lock-wait", "said by: apply");
        assertThat(host(Samples::applied).run("help", "E7777")).isEqualTo(Outcome.USAGE.exitCode());
    }

    @Test
    void theManualPageHasEveryCommandAndOption() {
        FakeHost man = host(Samples::applied);
        assertThat(man.run("man")).isZero();
        CommandLine line = UnderpinCommand.withAll();
        line.getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                assertThat(man.out()).contains("\n.SS " + name);
                command.getCommandSpec()
                        .options()
                        .forEach(option -> assertThat(man.out())
                                .contains(option.longestName().replace("-", "\\-")));
            }
        });
        assertThat(man.out().lines()).allMatch(row -> !row.startsWith(".") || row.matches("[.](TH|SH|SS|TP|B)( .*)?"));
    }

    @Test
    void completionOffersStepTypesAndThePlansOfTheDatabase() {
        FakeHost plain = host(Samples::applied);
        assertThat(plain.run("completion")).isZero();
        assertThat(plain.out()).contains("partitioning.convert").doesNotContain("messages-monthly");
        assertThat(calls()).isEmpty();
        FakeHost knowing = host(Samples::applied);
        assertThat(knowing.run("completion", "--plans")).isZero();
        assertThat(knowing.out()).contains("messages-monthly");
    }

    @Test
    void aWatchedStatusEndsWhenNobodyIsAtWorkAnyMore() {
        FakeHost json = host(Samples::applied);
        assertThat(json.run("status", "--watch", "--output", "json")).isEqualTo(2);
        assertThat(json(json).get("findings").get(0).get("code").asString()).isEqualTo("E0011");
    }

    @Test
    void whatLibrariesPrintDoesNotReachTheResult() {
        FakeHost host = host(Samples::applied);
        host.engine(listener -> {
            host.printError("from a library\n");
            return new ScriptedEngine(listener, Samples::applied);
        });
        host.run("status", "--output", "json");
        assertThat(host.terminal.err()).contains("from a library");
        assertThat(json(host).get("exitCode").asInt()).isZero();
    }

    @Test
    void eventsAreAppendedToTheFile() throws IOException {
        Path events = directory.resolve("events.ndjson");
        host(Samples::applied).run("status", "--events", events.toString());
        host(Samples::applied).run("status", "--events", events.toString());
        assertThat(Files.getPosixFilePermissions(events)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(events)).hasSize(2).allSatisfy(line -> {
            JsonNode event = STRICT.readTree(line);
            assertThat(event.get("type").asString()).isEqualTo("connected");
            assertThat(event.get("timestamp").asString()).isNotEmpty();
            assertThat(event.get("target").get("database").asString()).isEqualTo("chat");
        });
    }

    @Test
    void quietLeavesTheResultAndWarnings() throws IOException {
        FakeHost host = host(Samples::applied);
        host.engine(listener -> {
            listener.on(new RunEvent.RunStarted("r1", "messages-monthly", "apply"));
            listener.on(new RunEvent.Noticed(Problem.of("index", Finding.warning("E1", "beware", "Look."))));
            return new ScriptedEngine(listener, Samples::applied);
        });
        host.run("apply", planFile(), "--yes", "--quiet");
        assertThat(host.terminal.err())
                .startsWith("warning[E1]: step index: beware\n")
                .doesNotContain("run r1");
        assertThat(host.terminal.out()).contains("messages-monthly: applied");
    }

    /** A command that goes on until the test lets it. */
    private final class Held {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final FakeHost host;
        final CompletableFuture<Integer> exitCode;

        Held(Outcome ending, String... args) {
            host = ApplicationTest.this.host(() -> {
                begun.countDown();
                await(release);
                throw failure(ending);
            });
            exitCode = CompletableFuture.supplyAsync(() -> host.run(args));
            await(begun);
        }

        int stops() {
            return engines.get(0).stops.get();
        }

        int end() throws ExecutionException, InterruptedException, TimeoutException {
            release.countDown();
            return exitCode.get(10, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void theFirstInterruptStopsSafelyTheSecondCancelsTheThirdLeaves() throws Exception {
        Held held = new Held(Outcome.STOPPED, "rollback", "messages-monthly", "--yes", "--output", "json");
        held.host.interrupt();
        assertThat(held.stops()).isEqualTo(1);
        assertThat(held.host.terminal.err()).contains("stopping at the next safe boundary; press again to cancel");
        held.host.interrupt();
        assertThat(held.stops()).isEqualTo(2);
        held.host.interrupt();
        assertThat(held.host.halted.get(10, TimeUnit.SECONDS)).isEqualTo(7);
        held.end();
        assertThat(json(held.host).get("exitCode").asInt()).isEqualTo(7);
    }

    @Test
    void anInterruptedReaderEndsAtOnceHavingChangedNothing() throws Exception {
        Held held = new Held(Outcome.STOPPED, "status");
        held.host.interrupt();
        assertThat(held.stops()).isEqualTo(2);
        assertThat(held.end()).isEqualTo(130);
        assertThat(held.host.terminal.err()).contains("state: nothing has changed");
    }

    @Test
    void whatIsSaidOfAnInterruptedStatementReachesTheEngine() {
        for (String command : List.of("resume", "rollback")) {
            FakeHost host = host(Samples::applied);
            host.run(command, "messages-monthly", "--yes", "--assume-done", "partition", "--assume-not-done", "index");
            assertThat(calls()).contains(command + " messages-monthly done [partition] not done [index]");
        }
    }
}
