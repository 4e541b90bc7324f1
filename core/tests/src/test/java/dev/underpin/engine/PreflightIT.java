package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** All that stands against a plan is told at once. */
@PostgresTest
@SideBySide
class PreflightIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    private static Plan plan(String target) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                target: %s
                prechecks:
                  - { id: two, sql: SELECT 1, expect: { value: 2 }, remedy: Make it two. }
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: public.goods, file: "goods.copy" }
                    prechecks:
                      - { id: full, sql: SELECT count(*) FROM public.goods, expect: { value: 1 } }
                """.formatted(target), "mirror.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(DataSource source) {
        return Underpin.builder().dataSource(source).registry(REGISTRY).build();
    }

    private static void tellsAll(DataSource source, Plan plan, String... codes) {
        RunReport checked = underpin(source).check(plan);
        assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(codes(checked.findings())).containsExactly(codes);
        Failure refused =
                catchThrowableOfType(Failure.class, () -> underpin(source).apply(plan));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(codes(refused.problems())).containsExactly(codes);
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(problem -> problem.finding().code()).toList();
    }

    @Test
    void theTargetTheStepsAndTheDataAreToldOfTogether(TestDatabase database) {
        tellsAll(database.dataSource(), plan("{ extensions: [nowhere] }"), "E1411", "E9901", "E2201");
        tellsAll(database.dataSource(), plan("{ minServerVersion: 99 }"), "E1201", "E9901", "E2201");
    }

    @Test
    void theRightsTheStepsAndTheDataAreToldOfTogether(TestDatabase database) {
        PGSimpleDataSource stranger = new PGSimpleDataSource();
        stranger.setUrl(database.jdbcUrlAs(database.createLogin("stranger", "")));
        tellsAll(stranger, plan("{}"), "E1205", "E9901", "E2201");
    }

    @Test
    void ofAnotherDatabaseNothingElseIsTold(TestDatabase database) {
        tellsAll(database.dataSource(), plan("{ database: elsewhere }"), "E1202");
    }
}
