package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.MaintenanceReport;
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

/** The duties of applied plans. */
@PostgresTest
@SideBySide
class UpkeepIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    private static Plan plan(String name, String uses) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: %1$s
                steps:
                  - { id: it, uses: %2$s, with: { table: public.%1$s } }
                """.formatted(name, uses), name + ".yaml", REGISTRY, Map.of());
    }

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

    private static void applied(TestDatabase database, String... houses) {
        for (String house : houses) {
            assertThat(underpin(database).apply(plan(house, "bench.chores")).outcome())
                    .isEqualTo(Outcome.DONE);
        }
    }

    private static MaintenanceReport maintain(TestDatabase database) {
        return underpin(database).maintain(Optional.empty(), false);
    }

    private static List<String> chores(TestDatabase database, String house) {
        return database.queryTexts("SELECT chore FROM " + house + " ORDER BY ctid");
    }

    private static boolean scaffold(TestDatabase database, String house) {
        return database.queryBoolean("SELECT to_regclass(?) IS NOT NULL", house + "_scaffold");
    }

    private static List<String> codes(RunReport report) {
        return report.findings().stream()
                .map(problem -> problem.finding().code())
                .toList();
    }

    private static void hoursGoBy(TestDatabase database, int hours) {
        database.execute("""
                UPDATE underpin.event
                SET body = body || jsonb_build_object('began', to_char(
                  (CAST(body ->> 'began' AS timestamptz) - make_interval(hours => %d)) AT TIME ZONE 'UTC',
                  'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                WHERE kind = 'duty'
                """.formatted(hours));
    }

    @Test
    void eachPlanHasItsReportAndAFailureLeavesNothingAndKeepsNobody(TestDatabase database) {
        applied(database, "barn", "house");
        database.execute("CREATE TABLE barn_broken ()");

        for (int i = 0; i < 2; i++) {
            MaintenanceReport report = maintain(database);

            assertThat(report.runs()).extracting(RunReport::plan).containsExactly("barn", "house");
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
            RunReport barn = report.runs().get(0);
            assertThat(barn.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
            assertThat(barn.state()).contains(RunState.APPLIED);
            assertThat(codes(barn)).contains("E2118");
            assertThat(barn.findings().toString()).contains("duty mend failed", "division by zero");
            assertThat(report.runs().get(1).outcome()).isEqualTo(Outcome.DONE);
            assertThat(scaffold(database, "barn")).isFalse();
        }
        assertThat(chores(database, "barn")).containsExactly("sweep");
        assertThat(chores(database, "house")).containsExactly("sweep", "mend");

        database.execute("DROP TABLE barn_broken");
        assertThat(maintain(database).outcome()).isEqualTo(Outcome.DONE);
        assertThat(chores(database, "barn")).containsExactly("sweep", "mend");
        assertThat(underpin(database).rollback("barn", Optional.empty()).state())
                .contains(RunState.ROLLED_BACK);
    }

    @Test
    void aDutyIsDoneWhenItIsDueAndWhenItIsToldSo(TestDatabase database) {
        applied(database, "house");
        maintain(database);

        RunReport idle = maintain(database).runs().get(0);
        assertThat(idle.outcome()).isEqualTo(Outcome.DONE);
        assertThat(codes(idle)).containsExactly("N2014", "N2014");
        assertThat(chores(database, "house")).containsExactly("sweep", "mend");

        hoursGoBy(database, 2);
        RunReport later = maintain(database).runs().get(0);
        assertThat(codes(later)).containsExactly("N2014");
        assertThat(later.steps().get(0).actions())
                .extracting(action -> action.key())
                .contains("sweep")
                .doesNotContain("mend");
        assertThat(chores(database, "house")).containsExactly("sweep", "mend", "sweep");

        hoursGoBy(database, 24 * 367);
        maintain(database);
        assertThat(chores(database, "house")).containsExactly("sweep", "mend", "sweep", "sweep", "mend");

        underpin(database).maintain(Optional.of("house"), true);
        assertThat(chores(database, "house")).hasSize(7);
    }

    @Test
    void whatIsNotBoundToTheWayBackGoesOnAfterFinalize(TestDatabase database) {
        applied(database, "house");
        underpin(database).finalizeRun("house");
        underpin(database).apply(plan("door", "bench.door"));
        underpin(database).finalizeRun("door");

        MaintenanceReport report = maintain(database);

        assertThat(report.runs()).extracting(RunReport::plan).containsExactly("house");
        assertThat(report.outcome()).isEqualTo(Outcome.DONE);
        assertThat(chores(database, "house")).containsExactly("mend");
        assertThat(underpin(database).maintain(Optional.of("house"), true).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(chores(database, "house")).containsExactly("mend", "mend");
    }

    @Test
    void whatAKilledRunnerLeftIsTakenDownFirst(TestDatabase database) {
        applied(database, "house");
        Failpoints death = (point, where) -> {
            if (point == Failpoint.TRANSACTION_COMMITTED && where.equals("mend.scaffold")) {
                throw new SimulatedCrash();
            }
        };
        assertThatThrownBy(() -> underpin(database, death).maintain(Optional.empty(), false))
                .isInstanceOf(SimulatedCrash.class);
        assertThat(scaffold(database, "house")).isTrue();

        assertThat(maintain(database).outcome()).isEqualTo(Outcome.DONE);

        assertThat(scaffold(database, "house")).isFalse();
        assertThat(chores(database, "house")).containsExactly("sweep", "mend");
    }

    @Test
    void aPlanThatCannotBeReadIsReportedAndKeepsNobody(TestDatabase database) {
        applied(database, "barn", "house");
        database.execute("""
                UPDATE underpin.run SET canonical = replace(canonical::text, 'bench.chores', 'barns.chores')::jsonb
                WHERE plan = 'barn'
                """);

        MaintenanceReport report = maintain(database);

        assertThat(report.runs()).extracting(RunReport::plan).containsExactly("barn", "house");
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(codes(report.runs().get(0))).containsExactly("E1031");
        assertThat(report.runs().get(0).findings().toString()).contains("barns.chores");
        assertThat(chores(database, "house")).containsExactly("sweep", "mend");
    }

    @Test
    void aPlanThatIsNotAppliedHasNoDuties(TestDatabase database) {
        applied(database, "house");
        underpin(database).rollback("house", Optional.empty());

        assertThat(maintain(database).runs()).isEmpty();
        Failure refused =
                catchThrowableOfType(Failure.class, () -> underpin(database).maintain(Optional.of("house"), false));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems().get(0).finding().code()).isEqualTo("E2011");
    }
}
