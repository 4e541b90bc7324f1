package dev.underpin.testkit;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs commands on one plan in a test's database; what a command refuses is told like any other end of it. */
public final class PlanBench {

    private final TestDatabase database;
    private final PluginRegistry registry;
    private final Plan plan;

    /** What a command came to: its outcome and what it had to say. */
    public record Result(Outcome outcome, List<Problem> problems) {

        public List<String> codes() {
            return problems.stream().map(problem -> problem.finding().code()).toList();
        }

        public String text() {
            StringBuilder text = new StringBuilder();
            problems.forEach(problem ->
                    text.append(problem.finding()).append(problem.details()).append('\n'));
            return text.toString();
        }
    }

    /**
     * @param registry the step types that the plan uses
     * @param plan YAML
     */
    public PlanBench(TestDatabase database, PluginRegistry registry, String plan) {
        this.database = database;
        this.registry = registry;
        this.plan = Plan.parse(plan, "plan.yaml", registry, Map.of());
    }

    public Result check() {
        return result(() -> underpin(Failpoints.NONE).check(plan));
    }

    public RunReport preview() {
        return underpin(Failpoints.NONE).preview(plan);
    }

    public Result apply() {
        return apply(Failpoints.NONE);
    }

    public Result apply(Failpoints failpoints) {
        return result(() -> underpin(failpoints).apply(plan));
    }

    public Result resume() {
        return result(() -> underpin(Failpoints.NONE).resume(plan.id()));
    }

    /** Of the whole plan. */
    public Result rollback() {
        return rollback(Failpoints.NONE);
    }

    public Result rollback(Failpoints failpoints) {
        return result(() -> underpin(failpoints).rollback(plan.id(), Optional.empty()));
    }

    /** Of what came after that step. */
    public Result rollbackTo(String step) {
        return result(() -> underpin(Failpoints.NONE).rollback(plan.id(), Optional.of(step)));
    }

    public Result verify() {
        return result(() -> underpin(Failpoints.NONE).verify(plan.id()));
    }

    public Result status() {
        return result(() ->
                underpin(Failpoints.NONE).status(Optional.of(plan.id())).runs().get(0));
    }

    /** Of an apply that is not refused. */
    public RunReport report() {
        return underpin(Failpoints.NONE).apply(plan);
    }

    public CatalogSnapshot snapshot() {
        return CatalogSnapshot.of(database);
    }

    private Underpin underpin(Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(registry)
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
    public static Failpoints once(Failpoint point, String where, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        return (reached, at) -> {
            if (reached == point && at.equals(where) && done.compareAndSet(false, true)) {
                deed.run();
            }
        };
    }

    /** Ends a run as if its process had died: nothing of the engine handles it. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
