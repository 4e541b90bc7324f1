package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading what somebody has locked against everybody. */
@PostgresTest
@SideBySide
class PatientReadingIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    /** Asks for the table's rows. */
    private static final String MIRROR = "bench.mirror, with: { table: public.goods, file: goods.copy }";

    /** Reads the table's definition and nothing else. */
    private static final String DOOR = "bench.door, with: { table: public.goods }";

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void goods(TestDatabase database) {
        database.execute("""
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                CREATE RULE kept AS ON DELETE TO public.goods WHERE OLD.v > 5 DO INSTEAD NOTHING;
                """);
    }

    @TempDir
    private Path directory;

    private Plan plan(String uses, String maxLockWait) {
        return Plan.parse(
                """
                apiVersion: underpin/v1
                plan: reading
                settings: { maxLockWait: %s }
                steps:
                  - { id: it, uses: %s }
                """.formatted(
                        maxLockWait,
                        uses.replace(
                                "goods.copy", directory.resolve("goods.copy").toString())),
                "plan.yaml",
                REGISTRY,
                Map.of());
    }

    private static TestSession locking(TestDatabase database) {
        TestSession owner = database.session().begin();
        owner.execute("SET LOCAL application_name = 'long migration'");
        owner.execute("LOCK TABLE public.goods IN ACCESS EXCLUSIVE MODE");
        return owner;
    }

    private Underpin underpin(TestDatabase database) {
        RunListener listener = events::add;
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .listener(listener)
                .build();
    }

    @Test
    void endsAndNamesWhoIsInTheWay(TestDatabase database) {
        for (String uses : List.of(MIRROR, DOOR)) {
            try (TestSession owner = locking(database)) {
                Failure busy = catchThrowableOfType(
                        Failure.class, () -> underpin(database).apply(plan(uses, "2s")));

                assertThat(busy).as(uses).isNotNull();
                assertThat(busy.outcome()).as(uses).isEqualTo(Outcome.BUSY);
                assertThat(busy.problems()).singleElement().satisfies(problem -> {
                    assertThat(problem.finding().code()).isEqualTo("E2119");
                    assertThat(problem.details())
                            .singleElement()
                            .asString()
                            .contains("blocked by pid " + owner.backendPid(), "app=long migration");
                });
                owner.rollback();
            }
        }
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();
    }

    @Test
    void goesOnWhenTheLockIsGone(TestDatabase database) throws Exception {
        for (String uses : List.of(MIRROR, DOOR)) {
            events.clear();
            try (TestSession owner = locking(database)) {
                CompletableFuture<RunReport> preview =
                        CompletableFuture.supplyAsync(() -> underpin(database).preview(plan(uses, "5m")));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> events.stream()
                                .anyMatch(event -> event instanceof RunEvent.Waiting waiting
                                        && waiting.blockers().toString().contains("app=long migration")));
                owner.rollback();
                assertThat(preview.get(30, TimeUnit.SECONDS).outcome()).as(uses).isEqualTo(Outcome.DONE);
            }
            assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOf(RunEvent.ActionEnded.class));
        }
    }

    @Test
    void aVerificationWaitsNoLongerEither(TestDatabase database) {
        database.execute("DROP RULE kept ON public.goods");
        assertThat(underpin(database).apply(plan(MIRROR, "2s")).outcome()).isEqualTo(Outcome.DONE);
        try (TestSession owner = locking(database)) {
            RunReport busy = underpin(database).verify("reading");
            assertThat(busy.outcome()).isEqualTo(Outcome.BUSY);
            assertThat(busy.findings().get(0).details().toString()).contains("app=long migration");
            owner.rollback();
        }
        assertThat(underpin(database).verify("reading").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void endsAtOnceWhenItIsToldToStop(TestDatabase database) throws Exception {
        try (TestSession owner = locking(database)) {
            Underpin underpin = underpin(database);
            CompletableFuture<Throwable> stopped = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(Failure.class, () -> underpin.check(plan(DOOR, "5m"))));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.stream().anyMatch(event -> event instanceof RunEvent.Waiting));
            underpin.requestStop();
            assertThat(stopped.get(30, TimeUnit.SECONDS)).hasMessageContaining("stopped on request");
            owner.rollback();
        }
    }
}
