package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a run whose rollback is refused. */
@PostgresTest
@SideBySide
class RefusedRollbackIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));
    private static final Plan PLAN = Plan.parse("""
            apiVersion: underpin/v1
            plan: doors
            steps:
              - { id: front, uses: bench.door, with: { table: public.front } }
              - { id: back, uses: bench.door, with: { table: public.back } }
            """, "doors.yaml", REGISTRY, Map.of());

    private static Underpin underpin(TestDatabase database, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .failpoints(failpoints)
                .build();
    }

    private static Underpin underpin(TestDatabase database) {
        return underpin(database, Failpoints.NONE);
    }

    private static RunReport rollback(TestDatabase database) {
        return underpin(database).rollback("doors", Optional.empty());
    }

    private static void shut(TestDatabase database, String door) {
        database.execute("CREATE TABLE public." + door + "_shut ()");
    }

    private static void open(TestDatabase database, String door) {
        database.execute("DROP TABLE public." + door + "_shut");
    }

    private static List<String> tables(TestDatabase database) {
        return database.queryTexts(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1");
    }

    private static List<RunState> steps(RunReport report) {
        return report.steps().stream().map(step -> step.state()).toList();
    }

    private static Failpoints crashAt(Failpoint wanted, String where) {
        return (point, at) -> {
            if (point == wanted && at.equals(where)) {
                throw new SimulatedCrash();
            }
        };
    }

    private static void refusedAndApplied(RunReport refused) {
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.findings())
                .singleElement()
                .satisfies(problem -> assertThat(problem.finding().code()).isEqualTo("E9904"));
        assertThat(refused.state()).contains(RunState.APPLIED);
        assertThat(steps(refused)).containsOnly(RunState.APPLIED);
    }

    @Test
    void leavesTheRunAppliedIfNothingWasTakenBack(TestDatabase database) {
        underpin(database).apply(PLAN);
        shut(database, "back");

        refusedAndApplied(rollback(database));
        refusedAndApplied(rollback(database));

        assertThat(underpin(database).verify("doors").outcome()).isEqualTo(Outcome.DONE);
        assertThat(tables(database)).contains("back", "back_leaf", "front", "front_leaf");
        open(database, "back");
        assertThat(rollback(database).state()).contains(RunState.ROLLED_BACK);
        assertThat(tables(database)).isEmpty();
    }

    @Test
    void doesNotStandInTheWayOfFinalize(TestDatabase database) {
        underpin(database).apply(PLAN);
        shut(database, "back");
        refusedAndApplied(rollback(database));
        assertThat(underpin(database).finalizeRun("doors").state()).contains(RunState.FINALIZED);
    }

    @Test
    void isNoticedByTheProcessThatGoesOnAfterADeath(TestDatabase database) {
        underpin(database).apply(PLAN);
        shut(database, "back");
        assertThatThrownBy(() -> underpin(database, crashAt(Failpoint.ROLLBACK_BEGUN, "doors"))
                        .rollback("doors", Optional.empty()))
                .isInstanceOf(SimulatedCrash.class);

        refusedAndApplied(underpin(database).resume("doors"));

        assertThat(underpin(database).verify("doors").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void leavesAStoppedRunToBeResumed(TestDatabase database) {
        assertThatThrownBy(() -> underpin(database, crashAt(Failpoint.TRANSACTION_BEFORE_COMMIT, "paint"))
                        .apply(PLAN))
                .isInstanceOf(SimulatedCrash.class);
        shut(database, "front");

        RunReport refused = rollback(database);

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.state()).contains(RunState.STOPPED);
        RunReport resumed = underpin(database).resume("doors");
        assertThat(resumed.findings()).isEmpty();
        assertThat(steps(resumed)).containsOnly(RunState.APPLIED);
        assertThat(database.queryLong("SELECT count(*) FROM front_leaf")).isOne();
        open(database, "front");
        assertThat(rollback(database).state()).contains(RunState.ROLLED_BACK);
        assertThat(tables(database)).isEmpty();
    }

    @Test
    void isKnownOfTheWholePlanBeforeAnythingIsTakenBack(TestDatabase database) {
        underpin(database).apply(PLAN);
        shut(database, "front");

        refusedAndApplied(rollback(database));

        assertThat(tables(database)).contains("back", "back_leaf", "front", "front_leaf");
        RunReport verified = underpin(database).verify("doors");
        assertThat(verified.outcome()).isEqualTo(Outcome.DONE);
        assertThat(verified.findings()).singleElement().satisfies(problem -> {
            assertThat(problem.finding().code()).isEqualTo("E2025");
            assertThat(problem.details()).singleElement().asString().contains("front", "E9904");
        });
        assertThat(underpin(database).status(Optional.of("doors")).waysBack())
                .singleElement()
                .satisfies(way -> assertThat(way.open()).isFalse());
        open(database, "front");
        assertThat(underpin(database).verify("doors").findings())
                .singleElement()
                .satisfies(problem -> assertThat(problem.finding().code()).isEqualTo("N2025"));
        assertThat(underpin(database).status(Optional.of("doors")).waysBack())
                .singleElement()
                .satisfies(way -> assertThat(way.open()).isTrue());
    }

    @Test
    void keepsTheStepsBeforeIfThoseBehindHaveBeenTakenBack(TestDatabase database) {
        underpin(database).apply(PLAN);

        RunReport refused = underpin(database, (point, at) -> {
                    if (point == Failpoint.STEP_UNDONE && at.equals("back")) {
                        shut(database, "front");
                    }
                })
                .rollback("doors", Optional.empty());

        assertThat(refused.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(refused.state()).contains(RunState.STOPPED);
        assertThat(steps(refused)).containsExactly(RunState.APPLIED, RunState.PENDING);
        assertThat(tables(database)).containsExactly("front", "front_leaf", "front_shut");
        assertThat(underpin(database).resume("doors").state()).contains(RunState.APPLIED);
        assertThat(tables(database)).contains("back", "back_leaf");
        open(database, "front");
        assertThat(rollback(database).state()).contains(RunState.ROLLED_BACK);
        assertThat(tables(database)).isEmpty();
    }

    @Test
    void leavesTheRunAsItWasIfOnlyAPartShouldGo(TestDatabase database) {
        underpin(database).apply(PLAN);
        shut(database, "back");

        refusedAndApplied(underpin(database).rollback("doors", Optional.of("front")));

        open(database, "back");
        assertThat(underpin(database).rollback("doors", Optional.of("front")).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(tables(database)).containsExactly("front", "front_leaf");
    }
}
