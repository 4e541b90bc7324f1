package dev.underpin.matviews;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs plans of one step in a test's database. */
final class Bench {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new MatviewsPlugin()));

    private static final String ID = "one-view";

    private final TestDatabase database;
    private final Plan plan;

    /** What a command came to: its outcome and what it had to say. */
    record Result(Outcome outcome, List<Problem> problems) {

        List<String> codes() {
            return problems.stream().map(problem -> problem.finding().code()).toList();
        }

        String text() {
            StringBuilder text = new StringBuilder();
            problems.forEach(problem ->
                    text.append(problem.finding()).append(problem.details()).append('\n'));
            return text.toString();
        }
    }

    /** A plan of one step. */
    Bench(TestDatabase database, String uses, String with) {
        this(database, "- id: view\n  uses: " + uses + "\n  with:\n" + with.indent(4));
    }

    Bench(TestDatabase database, String steps) {
        this.database = database;
        this.plan = Plan.parse("""
                apiVersion: underpin/v1
                plan: %s
                settings: { lockTimeout: 300ms, maxLockWait: 3s }
                steps:
                %s""".formatted(ID, steps.indent(2)), "plan.yaml", REGISTRY, Map.of());
    }

    Result check() {
        return result(() -> underpin(Failpoints.NONE).check(plan));
    }

    RunReport preview() {
        return underpin(Failpoints.NONE).preview(plan);
    }

    Result apply() {
        return apply(Failpoints.NONE);
    }

    Result apply(Failpoints failpoints) {
        return result(() -> underpin(failpoints).apply(plan));
    }

    Result resume() {
        return result(() -> underpin(Failpoints.NONE).resume(ID));
    }

    Result rollback() {
        return rollback(Failpoints.NONE);
    }

    Result rollback(Failpoints failpoints) {
        return result(() -> underpin(failpoints).rollback(ID, Optional.empty()));
    }

    Result verify() {
        return result(() -> underpin(Failpoints.NONE).verify(ID));
    }

    RunReport report() {
        return underpin(Failpoints.NONE).apply(plan);
    }

    CatalogSnapshot snapshot() {
        return CatalogSnapshot.of(database);
    }

    private Underpin underpin(Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .failpoints(failpoints)
                .build();
    }

    private interface Command {
        RunReport run();
    }

    private static Result result(Command command) {
        try {
            RunReport report = command.run();
            return new Result(report.outcome(), report.findings());
        } catch (Failure failure) {
            return new Result(failure.outcome(), failure.problems());
        }
    }

    /** Does something once, when an action reaches that point. */
    static Failpoints once(Failpoint point, String where, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        return (reached, at) -> {
            if (reached == point && at.equals(where) && done.compareAndSet(false, true)) {
                deed.run();
            }
        };
    }

    /** Ends a run as if its process had died: nothing of the engine handles it. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
