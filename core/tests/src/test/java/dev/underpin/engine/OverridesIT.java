package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.control.Overrides;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.steps.SqlPlugin;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan was applied with does not bind its way back. */
@PostgresTest
@SideBySide
class OverridesIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new SqlPlugin()));

    private static final Plan SLOW_BACK = Plan.parse("""
            apiVersion: underpin/v1
            plan: slow-back
            settings: { lockTimeout: 300ms, maxLockWait: 2s }
            steps:
              - id: make
                uses: sql.run
                with:
                  apply: [CREATE TABLE public.made (n int)]
                  rollback: ["SELECT pg_sleep(0.6)", DROP TABLE public.made]
                  maxHold: 300ms
            """, "slow.yaml", REGISTRY, Map.of());

    @Test
    void aRollbackCanBeGivenMoreTime(TestDatabase database) {
        Underpin underpin = Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
        assertThat(underpin.apply(SLOW_BACK).outcome()).isEqualTo(Outcome.DONE);

        RunReport tooLong = underpin.rollback("slow-back", Optional.empty());
        assertThat(tooLong.outcome()).as(tooLong.findings().toString()).isEqualTo(Outcome.BUSY);
        assertThat(tooLong.state()).contains(RunState.APPLIED);
        assertThat(tooLong.findings())
                .singleElement()
                .satisfies(problem -> assertThat(problem.finding().code()).isEqualTo("E2104"));

        Overrides patient =
                new Overrides(Optional.of(Duration.ofSeconds(5)), Optional.empty(), Optional.empty(), Optional.empty());
        RunReport done = underpin.with(patient).rollback("slow-back", Optional.empty());
        assertThat(done.state()).as(done.findings().toString()).contains(RunState.ROLLED_BACK);
        assertThat(database.queryText(
                        "SELECT body #>> '{inForce,lockTimeout}' FROM underpin.event WHERE kind = 'settings'"))
                .isEqualTo("PT5S");
    }

    @Test
    void aRunThatChangedNothingIsOver(TestDatabase database) {
        Plan refused = Plan.parse("""
                apiVersion: underpin/v1
                plan: refused
                steps:
                  - { id: divide, uses: sql.run, with: { apply: [SELECT 1 / count(*) FROM public.none], rollback: [SELECT 1] } }
                """, "refused.yaml", REGISTRY, Map.of());
        database.execute("CREATE TABLE public.none ()");
        Underpin underpin = Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();

        RunReport report = underpin.apply(refused);

        assertThat(report.state()).as(report.findings().toString()).contains(RunState.ROLLED_BACK);
        assertThat(report.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.state()).isEqualTo(RunState.ROLLED_BACK));
        assertThat(database.queryLong("SELECT count(*) FROM underpin.program WHERE state = 'OPEN'"))
                .isZero();
    }
}
