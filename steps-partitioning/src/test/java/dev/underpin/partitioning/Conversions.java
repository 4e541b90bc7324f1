package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.spi.finding.Finding;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs conversions of a table for a test. */
final class Conversions {

    static final String PLAN = "conversion";

    /** So many keys are no backlog. */
    private static final long FEW = 1000;

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new PartitioningPlugin()));

    private final DataSource dataSource;
    private final List<String> with;
    private final String settings;

    private Conversions(DataSource dataSource, List<String> with, String settings) {
        this.dataSource = dataSource;
        this.with = with;
        this.settings = settings;
    }

    /** With those words as the plan's settings. */
    Conversions set(String otherSettings) {
        return new Conversions(dataSource, with, otherSettings);
    }

    /**
     * @param with the step's configuration, one flow mapping or block lines
     */
    static Conversions of(TestDatabase database, String with) {
        return each(database, List.of(with));
    }

    /** One step for each configuration, {@code convert}, {@code convert-2} and so on. */
    static Conversions each(TestDatabase database, List<String> with) {
        return new Conversions(database.dataSource(), with, "{}");
    }

    static Conversions as(String jdbcUrl, String with) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        return new Conversions(source, List.of(with), "{}");
    }

    /** The same conversion, which does not wait before its cutover. */
    Conversions withoutGate() {
        return new Conversions(
                dataSource,
                with.stream().map(each -> each.replace(", cutover: manual", "")).toList(),
                settings);
    }

    /** What the reader of a report is told. */
    record Told(Outcome outcome, List<Problem> problems) {

        List<String> codes() {
            return problems.stream()
                    .map(Problem::finding)
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .map(Finding::code)
                    .toList();
        }

        void done() {
            assertThat(outcome).as(problems.toString()).isEqualTo(Outcome.DONE);
        }

        void warnedOf(String code) {
            assertThat(problems)
                    .anySatisfy(problem -> assertThat(problem.finding().code()).isEqualTo(code));
            done();
        }

        void stoppedBy(String code) {
            refusedBy(code);
            assertThat(outcome).as(problems.toString()).isEqualTo(Outcome.STOPPED);
        }

        void refusedBy(String code) {
            assertThat(codes()).as(problems.toString()).contains(code);
            assertThat(outcome).as(problems.toString()).isNotEqualTo(Outcome.DONE);
        }
    }

    Plan plan() {
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < with.size(); i++) {
            steps.append("""
                      - id: convert%s
                        uses: partitioning.convert
                        with: %s
                    """.formatted(
                            i == 0 ? "" : "-" + (i + 1), with.get(i).strip().replaceAll("\\s*\\n\\s*", " ")));
        }
        String text = """
                apiVersion: underpin/v1
                plan: %s
                settings: %s
                steps:
                """.formatted(PLAN, settings) + steps;
        return Plan.parse(text, "plan.yaml", REGISTRY, Map.of());
    }

    Underpin underpin() {
        return Underpin.builder().dataSource(dataSource).registry(REGISTRY).build();
    }

    /** As {@link #underpin()}, with somebody who looks on. */
    Underpin watchedBy(RunListener listener, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(dataSource)
                .registry(REGISTRY)
                .listener(listener)
                .failpoints(failpoints)
                .build();
    }

    Told apply(Failpoints failpoints) {
        return tell(() -> watchedBy(event -> {}, failpoints).apply(plan()));
    }

    Told rollback(Failpoints failpoints) {
        return tell(() -> watchedBy(event -> {}, failpoints).rollback(PLAN, Optional.empty()));
    }

    Told check() {
        return tell(() -> underpin().check(plan()));
    }

    Told apply() {
        return tell(() -> underpin().apply(plan()));
    }

    Told resume() {
        return tell(() -> underpin().resume(PLAN));
    }

    Told rollback() {
        return tell(() -> underpin().rollback(PLAN, Optional.empty()));
    }

    Told verify() {
        return tell(() -> underpin().verify(PLAN));
    }

    Told finish() {
        return tell(() -> underpin().finalizeRun(PLAN));
    }

    Told finish(boolean acceptDifferences) {
        return tell(() -> underpin().finalizeRun(PLAN, acceptDifferences));
    }

    Told maintain() {
        return tell(() -> underpin().maintain(Optional.of(PLAN), true).runs().get(0));
    }

    /** Applies up to the closed gate before the cutover and until the log is drained, does something, and lets it go on. */
    Told applyWith(Runnable beforeCutover) {
        return upToGate(runner -> runner.apply(plan()), beforeCutover);
    }

    /** The same with a run that goes on. */
    Told resumeWith(Runnable beforeCutover) {
        return upToGate(runner -> runner.resume(PLAN), beforeCutover);
    }

    private Told upToGate(Function<Underpin, RunReport> command, Runnable beforeCutover) {
        AtomicBoolean waiting = new AtomicBoolean();
        Underpin runner = watchedBy(
                event -> {
                    if (event instanceof RunEvent.GateClosed gate && gate.pending() < FEW) {
                        waiting.set(true);
                    }
                },
                Failpoints.NONE);
        CompletableFuture<Told> run = CompletableFuture.supplyAsync(() -> tell(() -> command.apply(runner)));
        await().atMost(Duration.ofMinutes(2)).until(() -> waiting.get() || run.isDone());
        assertThat(run.isDone()).as(() -> "ended early: " + run.join()).isFalse();
        beforeCutover.run();
        underpin().cutover(PLAN);
        return run.orTimeout(2, java.util.concurrent.TimeUnit.MINUTES).join();
    }

    static Told tell(Supplier<RunReport> command) {
        try {
            RunReport report = command.get();
            return new Told(report.outcome(), report.findings());
        } catch (Failure failure) {
            return new Told(failure.outcome(), failure.problems());
        }
    }
}
