package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.Proxy;
import dev.underpin.testkit.Proxy.Fault;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way to the server is lost in the middle: nothing is lost, nothing is done twice, and the command goes on by itself. */
@PostgresTest
@SideBySide
class LostConnectionIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final List<String> SESSIONS = List.of(
            "underpin %",
            "underpin worker",
            "underpin control",
            "underpin journal",
            "underpin catalog",
            "underpin observer",
            "underpin scratch");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Proxy proxy;

    @BeforeEach
    void goods(TestDatabase fresh) {
        database = fresh;
        proxy = Proxy.before(fresh);
        fresh.execute("""
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                INSERT INTO public.goods SELECT i, i % 7, repeat('x', 200) FROM generate_series(1, 300) AS i;
                """);
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private Plan plan(String settings) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                settings: { %s }
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: public.goods, file: "%s" }
                """.formatted(settings, directory.resolve("goods.copy")), "mirror.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(DataSource source, Failpoints failpoints, RunListener listener) {
        return Underpin.builder()
                .dataSource(source)
                .registry(REGISTRY)
                .silence(SILENCE)
                .failpoints(failpoints)
                .listener(listener)
                .build();
    }

    private Underpin direct(Failpoints failpoints) {
        return underpin(database.dataSource(), failpoints, RunListener.SILENT);
    }

    private Underpin through(Failpoints failpoints) {
        return underpin(proxy.dataSource(), failpoints, RunListener.SILENT);
    }

    private RunReport rollback(Underpin underpin) {
        return underpin.rollback("mirror", Optional.empty());
    }

    private void applied(String moment, RunReport report) {
        assertThat(report.findings()).as(moment).isEmpty();
        assertThat(report.outcome()).as(moment).isEqualTo(Outcome.DONE);
        assertThat(report.state()).as(moment).contains(RunState.APPLIED);
        assertThat(database.queryLong("""
                        SELECT count(*) FROM (
                          (SELECT id, v + 100, note FROM public.goods EXCEPT ALL TABLE public.goods_copy)
                          UNION ALL (TABLE public.goods_copy EXCEPT ALL SELECT id, v + 100, note FROM public.goods)) AS d
                        """)).as(moment).isZero();
    }

    private void rolledBack(String moment, RunReport report) {
        assertThat(report.outcome()).as(moment).isEqualTo(Outcome.DONE);
        assertThat(report.state()).as(moment).contains(RunState.ROLLED_BACK);
        assertThat(database.queryTexts(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"))
                .as(moment)
                .containsExactly("goods");
    }

    private void endSessions(String named) {
        database.queryRows(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE ?",
                named);
    }

    /** Each kind of moment of a command, and of the transactions each. */
    private List<String> moments(Consumer<Underpin> command) {
        Set<String> kinds = new TreeSet<>();
        List<String> moments = new ArrayList<>();
        command.accept(direct((point, where) -> {
            boolean transaction = point == Failpoint.TRANSACTION_BEFORE_COMMIT;
            synchronized (moments) {
                if (kinds.add(point.id() + (transaction ? where : ""))) {
                    moments.add(point.id() + " " + where);
                }
            }
        }));
        return List.copyOf(moments);
    }

    private static Failpoints at(String moment, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        return (point, where) -> {
            if ((point.id() + " " + where).equals(moment) && done.compareAndSet(false, true)) {
                deed.run();
            }
        };
    }

    private static Failpoints at(Failpoint point, String where, Runnable deed) {
        return at(point.id() + " " + where, deed);
    }

    @Test
    void goesOnWhicheverOfItsSessionsAreEndedWhenever() {
        List<String> moments = moments(underpin -> underpin.apply(plan("")));
        assertThat(moments).hasSizeGreaterThan(20);
        List<String> back = moments(this::rollback);
        int turn = 0;
        List<Integer> all = IntStream.range(0, Math.max(moments.size(), back.size()))
                .boxed()
                .toList();
        for (int i : Matrix.some(all, "sessions")) {
            String there = moments.get(i % moments.size());
            String sessions = SESSIONS.get(turn++ % SESSIONS.size());
            applied(
                    there + ": " + sessions,
                    direct(at(there, () -> endSessions(sessions))).apply(plan("")));
            String here = back.get(i % back.size());
            rolledBack(here + ": " + sessions, rollback(direct(at(here, () -> endSessions(sessions)))));
        }
    }

    /** What comes after the last step is part of the command, too. */
    @Test
    void measuresAlthoughItIsLostAfterTheLastStep() {
        Plan measured = Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                measure:
                  - { id: count, sql: SELECT count(*) FROM public.goods, runs: 2 }
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: public.goods, file: "%s" }
                """.formatted(directory.resolve("goods.copy")), "mirror.yaml", REGISTRY, Map.of());
        RunReport report = direct(at("run-applied mirror", () -> endSessions("underpin %")))
                .apply(measured);
        applied("run-applied mirror", report);
        assertThat(report.measurements()).singleElement().satisfies(measurement -> {
            assertThat(measurement.before()).isPresent();
            assertThat(measurement.after()).isPresent();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "CUT"})
    void looksUpWhatBecameOfACommitThatWasNotAnswered(Fault fault) {
        List<String> there =
                List.of("chunk-before-commit touch", "transaction-before-commit settle", "step-remembered goods");
        List<String> back =
                List.of("transaction-before-commit create.undo", "rollback-begun mirror", "undo-done goods");
        for (int i = 0; i < there.size(); i++) {
            applied(there.get(i), through(committing(there.get(i), fault)).apply(plan("")));
            rolledBack(back.get(i), rollback(through(committing(back.get(i), fault))));
        }
        assertThat(proxy.sprung()).isEqualTo(there.size() + back.size());
    }

    private Failpoints committing(String moment, Fault fault) {
        return at(moment, () -> proxy.next("COMMIT", fault));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_SWALLOWED", "SWALLOWED"})
    void noticesThatAnAnswerIsNotGoingToCome(Fault fault) {
        applied(
                "settle",
                through(at(Failpoint.TRANSACTION_BEFORE_COMMIT, "settle", () -> proxy.next("COMMIT", fault)))
                        .apply(plan("")));
        rolledBack("back", rollback(direct(Failpoints.NONE)));
        applied(
                "journal",
                through(at(Failpoint.BATCHES_INTENT, "copy", () -> proxy.next("for key share", fault)))
                        .apply(plan("")));
        assertThat(proxy.sprung()).isEqualTo(2);
    }

    @Test
    void noticesThatASessionWillNotOpen() {
        applied(
                "copy",
                through(at(
                                Failpoint.BATCHES_INTENT,
                                "copy",
                                () -> proxy.next("client_connection_check_interval", Fault.SWALLOWED)))
                        .apply(plan("")));
        assertThat(proxy.sprung()).isEqualTo(1);
    }

    @Test
    void noticesThatNoByteComesThroughAnyMore() {
        RunListener mending = event -> {
            if (event instanceof RunEvent.ActionStarted started
                    && started.mode().equals("CONNECT")) {
                proxy.mend();
            }
        };
        applied(
                "copy",
                underpin(proxy.dataSource(), at(Failpoint.CHUNK_BEFORE_COMMIT, "copy", proxy::stall), mending)
                        .apply(plan("")));
    }

    @Test
    void waitsForTheServerToComeBack() {
        List<String> told = new ArrayList<>();
        RunListener mending = event -> {
            if (event instanceof RunEvent.Waiting waiting && waiting.key().equals("connect")) {
                told.add(waiting.reason());
                if (waiting.attempt() == 3) {
                    proxy.mend();
                }
            }
            if (event instanceof RunEvent.Noticed noticed) {
                told.add(noticed.problem().finding().code());
            }
        };
        applied(
                "label",
                underpin(
                                proxy.dataSource(),
                                at(Failpoint.TRANSACTION_COMMITTED, "capture", this::cutAndRefuse),
                                mending)
                        .apply(plan("")));
        assertThat(told).hasSizeGreaterThan(3).last().isEqualTo("E1106");
        assertThat(told.get(0)).startsWith("no connection to ");
    }

    private void cutAndRefuse() {
        proxy.refuse();
        proxy.cut();
    }

    @Test
    void saysWhatToDoIfTheServerStaysAway() {
        Underpin underpin = through(at(Failpoint.TRANSACTION_COMMITTED, "capture", this::cutAndRefuse));

        assertThatThrownBy(() -> underpin.apply(plan("maxLockWait: 1s")))
                .isInstanceOfSatisfying(Failure.class, lost -> {
                    assertThat(lost.outcome()).isEqualTo(Outcome.STOPPED);
                    assertThat(lost.problems()).singleElement().satisfies(problem -> {
                        assertThat(problem.finding().code()).isEqualTo("E2002");
                        assertThat(problem.finding().remedy()).contains("underpin resume mirror");
                        assertThat(problem.details())
                                .anyMatch(line -> line.startsWith("connecting again: no connection to"));
                    });
                });
        assertThatThrownBy(() -> underpin.status(Optional.empty()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NO_CONNECTION));
        proxy.mend();
        applied("resume", underpin.resume("mirror"));
    }

    @Test
    void givesUpWhatLosesItsConnectionAgainAndAgain() {
        Failpoints always = (point, where) -> {
            if (point == Failpoint.TRANSACTION_BEFORE_COMMIT && where.equals("capture")) {
                endSessions("underpin %");
            }
        };

        assertThatThrownBy(() -> direct(always).apply(plan(""))).isInstanceOfSatisfying(Failure.class, lost -> {
            assertThat(lost.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(lost.problems().get(0).details()).anyMatch(line -> line.contains("in a row at the same place"));
        });
        applied("resume", direct(Failpoints.NONE).resume("mirror"));
    }

    @Test
    void beginsAnewWhatOnlyLooks() {
        applied("apply", direct(Failpoints.NONE).apply(plan("")));
        for (String said : List.of("has_schema_privilege", "underpin.run", "underpin.program")) {
            proxy.next(said, Fault.CUT);
            assertThat(through(Failpoints.NONE).verify("mirror").outcome())
                    .as(said)
                    .isEqualTo(Outcome.DONE);
            proxy.next(said, Fault.ANSWER_LOST);
            assertThat(through(Failpoints.NONE).status(Optional.empty()).runs())
                    .as(said)
                    .hasSize(1);
        }
    }

    /** Where it cannot connect at first it says so; after that it gets its answer. */
    @Test
    void looksAgainWhateverWasSaidLast() {
        applied("apply", direct(Failpoints.NONE).apply(plan("")));
        Map<String, Consumer<Underpin>> looks = Map.of(
                "check", underpin -> underpin.check(plan("")),
                "preview", underpin -> underpin.preview(plan("")),
                "preview --rollback", underpin -> underpin.previewRollback("mirror", Optional.empty()),
                "preview --finalize", underpin -> underpin.previewFinalize("mirror"),
                "verify", underpin -> underpin.verify("mirror"),
                "status", underpin -> underpin.status(Optional.of("mirror")),
                "maintain", underpin -> underpin.maintain(Optional.of("mirror"), true));
        looks.forEach((name, look) -> {
            proxy.nth(Integer.MAX_VALUE, Fault.CUT);
            look.accept(through(Failpoints.NONE));
            int all = proxy.said();
            for (int part = 1; part < 3; part++) {
                proxy.nth(Math.max(1, all * part / 3), part % 2 == 0 ? Fault.CUT : Fault.ANSWER_LOST);
                try {
                    look.accept(through(Failpoints.NONE));
                } catch (Failure failure) {
                    assertThat(failure.outcome()).as(name + " " + part).isEqualTo(Outcome.NO_CONNECTION);
                }
                assertThat(proxy.sprung()).as(name + " " + part).isEqualTo(1);
            }
        });
    }

    @Test
    void endsWithWhatFailedAlthoughTheConnectionIsLostOnTheWayBack() {
        database.execute("ALTER TABLE public.goods ALTER COLUMN v TYPE smallint");
        database.execute("UPDATE public.goods SET v = 32767 WHERE id = 7");

        RunReport failed = direct(at(Failpoint.ROLLBACK_BEGUN, "mirror", () -> endSessions("underpin %")))
                .apply(plan(""));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(failed.findings())
                .singleElement()
                .satisfies(problem -> assertThat(problem.finding().message()).contains("out of range"));
        rolledBack("failed", failed.endedBy(Outcome.DONE, List.of()));
    }
}
