package dev.underpin.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.Samples;
import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.terminal.Paper;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTextTest {

    @TempDir
    Path directory;

    private static String plain(List<String> lines) {
        return Paper.plain(String.join("\n", lines) + "\n");
    }

    private static Spoken say(Answer answer, boolean verbose) {
        return new AnswerText(100, verbose).say(answer);
    }

    @Test
    void anAppliedPlanShowsItsStepsMeasurementsRemarksAndWhatComesNext() {
        Spoken spoken = say(new Answer.Ran(Samples.applied(), Duration.ofMillis(38_200)), false);
        assertThat(spoken.err()).isEmpty();
        assertThat(plain(spoken.out())).isEqualTo("""

                messages-monthly: applied in 38.2 s (run r1)

                  STEP       USES                  STATE    ACTIONS    TIME
                  partition  partitioning.convert  applied        1  38.2 s

                  MEASUREMENT                 BEFORE    AFTER  CHANGE  PLAN
                  recent-messages  p50       12.3 ms   1.2 ms   -90 %  before: Bitmap Heap Scan on messages
                                   p95       20.5 ms   2.1 ms   -90 %  after: Index Scan using idx on messages_2024_01
                                   executor  11.0 ms  0.42 ms   -96 %
                  met    recent-messages: p95Below 20ms (2.05 ms)
                  missed recent-messages: improvesBy 95% (90 %)

                  MEDIAN ON 50,000 ROWS OF public.messages  AS IT IS  WITH NEW INDEXES ONLY  PARTITIONED
                  recent-messages                             5.1 ms                0.42 ms       1.9 ms
                  recent-messages: An index would do.

                warning[E3104]: step partition: the table has no autovacuum settings
                  help:  Set some.

                  next:  underpin finalize messages-monthly
                         underpin rollback messages-monthly
                """);
    }

    @Test
    void verboseAddsEveryAction() {
        assertThat(plain(say(new Answer.Ran(Samples.applied()), true).out())).contains("""
                  STEP       USES                                         STATE    ACTIONS    TIME
                  partition  partitioning.convert                         applied        1  38.2 s
                    cutover  Cut over                                     applied             0 ms
                      swap   Exchange the table and its partitioned copy  applied            42 ms
                """);
    }

    @Test
    void aPreviewShowsStatementsLocksAndUndoOfEveryAction() {
        assertThat(plain(say(new Answer.Ran(Samples.preview()), false).out())).isEqualTo("""

                  partition  1 action

                  moves      no rows
                  disk       no more than now
                  takes      about 1 s to 1 s, waiting for others apart
                  locks      ACCESS EXCLUSIVE on public.messages (swap)
                             blocks readers and writers of public.messages for at most 300 ms
                  way back   all of it until `underpin finalize`, with what was written meanwhile
                  against    nothing refused

                step partition  partitioning.convert
                  1 cutover  CONVERGE  Cut over
                    1.1 swap  TRANSACTION  Exchange the table and its partitioned copy
                        sql    LOCK TABLE public.messages IN ACCESS EXCLUSIVE MODE;
                               ALTER TABLE public.messages RENAME TO messages_retired;
                        locks  ACCESS EXCLUSIVE on public.messages
                               blocks readers and writers of public.messages for at most 300 ms
                        size   300,000 rows
                        undo   exchange them back
                        note   as of now, until stable

                2 actions in 1 step (1 converge, 1 transaction); 1 keeps others waiting for a moment; nothing has been changed

                  next:  underpin apply
                """);
    }

    @Test
    void aNarrowPreviewShortensStatementsAndAVerboseOneShowsThemWhole() {
        assertThat(plain(new AnswerText(40, false)
                        .say(new Answer.Ran(Samples.preview()))
                        .out()))
                .contains("sql    LOCK TABLE public.messages IN ACCESS EX…\n");
        assertThat(plain(new AnswerText(40, true)
                        .say(new Answer.Ran(Samples.preview()))
                        .out()))
                .contains(
                        "ACCESS EXCLUSIVE MODE;\n",
                        "ALTER TABLE public.messages\n",
                        "    RENAME TO messages_retired;\n");
    }

    @Test
    void aStatusShowsRunsHoldersAndBacklogs() {
        assertThat(plain(say(new Answer.Stood(Samples.status()), false).out())).isEqualTo("""

                PLAN              STEP       USES                  STATE      TIME  RUN
                messages-monthly                                   applied  38.2 s  r1
                                  partition  partitioning.convert  applied  38.2 s

                AT WORK           COMMAND  HOST     SERVER PROCESS  SINCE
                messages-monthly  apply    build-7            4711  2026-11-01T10:00:00Z

                messages-monthly at work:
                  partition  apply
                    Copy public.messages: 43 %, 129,000 rows, 24,100/s, 4m00s to 6m30s left, held back 12 % of the time
                    Swap: waiting: for a lock on public.messages (try 3)
                      blocked by pid 4711 etl, idle in transaction 00:42:10
                    waits for underpin cutover; 1,200 keys wait to be brought over

                LOG             PLAN              STEP       KEYS AT LEAST  ROLLBACK ABOUT
                underpin.log_1  messages-monthly  partition          1,200           1.1 s

                sessions-monthly: partition goes no further than its cutover until `underpin cutover sessions-monthly`
                  Compare all rows of sessions with those of sessions_underpin: last at 2026-11-01T09:30:00Z, nothing to correct; every 1h00m

                messages-monthly: a rollback would wait for
                  pid 4711 app=etl

                warning[E3104]: step partition: the table has no autovacuum settings
                  help:  Set some.
                """);
    }

    @Test
    void aFailedPrecheckIsTroubleAndNotAResult() {
        Spoken spoken = say(
                new Answer.Ran(Samples.ended(
                        "check",
                        Outcome.REFUSED,
                        RunState.PENDING,
                        Problem.of("partition", Finding.error("E3101", "no primary key", "Add one.")))),
                false);
        assertThat(plain(spoken.out())).isEqualTo("\nmessages-monthly: the prechecks refuse it (run r1)\n");
        assertThat(plain(spoken.err())).isEqualTo("""
                error[E3101]: step partition: no primary key
                  help:  Add one.
                  state: nothing has changed
                """);
    }

    @Test
    void aStoppedRunSaysWhatIsLeftAndWhichCommandsGoOn() {
        Problem problem = Problem.of(
                        "idx-tenant",
                        Finding.error(
                                "E2103", "could not lock public.orders (20 tries, 6m12s)", "Let pid 4711 end first."))
                .with(List.of("blocked by pid 4711 app=etl idle in transaction 00:42:10"));
        Spoken spoken = say(
                new Answer.Failed(
                        "apply",
                        Optional.of("orders-tenant"),
                        Optional.empty(),
                        Outcome.STOPPED,
                        List.of(problem),
                        List.of("underpin resume orders-tenant", "underpin rollback orders-tenant")),
                false);
        assertThat(plain(spoken.err())).isEqualTo("""
                error[E2103]: step idx-tenant: could not lock public.orders (20 tries, 6m12s)
                  blocked by pid 4711 app=etl idle in transaction 00:42:10
                  help:  Let pid 4711 end first.
                  state: half-way and safe; what was done is kept until you decide
                  next:  underpin resume orders-tenant
                         underpin rollback orders-tenant
                """);
    }

    @Test
    void aProblemShowsTheLineOfItsPlaceWithACaretUnderTheColumn() throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), "a: 1\n日本: { colums: [x] }\n\tb: 2\n");
        Problem wide = Problem.of(Finding.error("E0412", "unknown key \"colums\"", "Did you mean \"columns\"?"))
                .at(Optional.of(new Problem.Place(file.toString(), 2, 7)));
        assertThat(plain(ProblemText.lines(wide))).isEqualTo("""
                error[E0412]: unknown key "colums"
                  --> %s:2:7
                  |
                2 | 日本: { colums: [x] }
                  |         ^
                  help:  Did you mean "columns"?
                """.formatted(file));
        Problem tab = wide.at(Optional.of(new Problem.Place(file.toString(), 3, 2)));
        assertThat(plain(ProblemText.lines(tab))).contains("3 |     b: 2\n  |     ^\n");
        Problem beyond = wide.at(Optional.of(new Problem.Place(file.toString(), 9, 1)));
        assertThat(plain(ProblemText.lines(beyond))).contains(":9:1\n  help:");
        Problem gone = wide.at(Optional.of(new Problem.Place(directory + "/gone.yaml", 1, 1)));
        assertThat(plain(ProblemText.lines(gone))).contains("gone.yaml:1:1\n  help:");
    }

    @Test
    void hostileNamesCannotSpeakToTheTerminal() {
        Problem problem = Problem.of(Finding.error("E3101", "table \"\u001b[2J\u009b31m\u202Eevil\r\"", "Rename it."));
        assertThat(plain(ProblemText.lines(problem)))
                .isEqualTo("error[E3101]: table \"\\u001b[2J\\u009b31m\\u202eevil\\u000d\"\n  help:  Rename it.\n");
    }

    @Test
    void validatedFilesAreListedWithTheirProblems() {
        Answer answer = new Answer.Validated(List.of(
                new Answer.Validated.ReadFile("a.yaml", Optional.of("a"), 2, List.of()),
                new Answer.Validated.ReadFile(
                        "b.yaml",
                        Optional.empty(),
                        0,
                        List.of(Problem.of(Finding.error("E0401", "keys is missing", "Add it."))))));
        assertThat(answer.outcome()).isEqualTo(Outcome.PLAN_INVALID);
        assertThat(plain(say(answer, false).out())).isEqualTo("""
                a.yaml: valid, plan a, 2 steps
                error[E0401]: keys is missing
                  help:  Add it.

                b.yaml: not valid, 1 problem
                """);
    }
}
