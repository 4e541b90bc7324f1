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
import dev.underpin.report.StatusReport;
import dev.underpin.steps.SqlPlugin;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs of which a module that made them is gone. */
@PostgresTest
@SideBySide
class ModulesIT {

    private static final PluginRegistry ALL = PluginRegistry.of(List.of(new BenchPlugin(), new SqlPlugin()));
    private static final PluginRegistry WITHOUT = PluginRegistry.of(List.of(new SqlPlugin()));

    @BeforeEach
    void threePlansAreApplied(TestDatabase database) {
        applied(database, "house", "{ id: it, uses: bench.chores, with: { table: public.house } }");
        applied(database, "porch", "{ id: it, uses: bench.door, with: { table: public.porch } }");
        applied(
                database,
                "shed",
                "{ id: it, uses: sql.run, with: { apply: [CREATE TABLE shed ()], rollback: [DROP TABLE shed] } }");
    }

    private static void applied(TestDatabase database, String plan, String step) {
        Plan read = Plan.parse(
                "apiVersion: underpin/v1\nplan: " + plan + "\nsteps:\n  - " + step, plan + ".yaml", ALL, Map.of());
        assertThat(underpin(database, ALL).apply(read).outcome()).isEqualTo(Outcome.DONE);
    }

    private static Underpin underpin(TestDatabase database, PluginRegistry registry) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(registry)
                .build();
    }

    private static List<String> codes(RunReport report) {
        return report.findings().stream()
                .map(problem -> problem.finding().code())
                .toList();
    }

    @Test
    void allPlansAreToldOfAndEachThatMissesItsModuleSaysWhich(TestDatabase database) {
        StatusReport status = underpin(database, WITHOUT).status(Optional.empty());

        assertThat(status.runs()).extracting(RunReport::plan).containsExactly("house", "porch", "shed");
        assertThat(status.runs()).extracting(RunReport::state).containsOnly(Optional.of(RunState.APPLIED));
        assertThat(status.runs())
                .extracting(ModulesIT::codes)
                .containsExactly(List.of("E1030"), List.of("E1030"), List.of());
        assertThat(status.runs().get(0).findings().toString()).contains("bench.chores", BenchPlugin.class.getName());
    }

    @Test
    void whatIsWrittenDownIsUndone(TestDatabase database) {
        RunReport rolledBack = underpin(database, WITHOUT).rollback("house", Optional.empty());

        assertThat(rolledBack.state()).contains(RunState.ROLLED_BACK);
        assertThat(database.queryBoolean("SELECT to_regclass('house') IS NULL")).isTrue();
    }

    @Test
    void whatOnlyTheModuleCanUndoIsRefusedAsAWholeAndLeftAsItWas(TestDatabase database) {
        Failure refused = catchThrowableOfType(
                Failure.class, () -> underpin(database, WITHOUT).rollback("porch", Optional.empty()));

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems().toString()).contains("E1031", "bench.door", BenchPlugin.class.getName());
        assertThat(underpin(database, ALL)
                        .status(Optional.of("porch"))
                        .runs()
                        .get(0)
                        .state())
                .contains(RunState.APPLIED);
        assertThat(underpin(database, ALL).rollback("porch", Optional.empty()).state())
                .contains(RunState.ROLLED_BACK);
    }

    @Test
    void dutiesOfOthersAreDone(TestDatabase database) {
        MaintenanceReport report = underpin(database, WITHOUT).maintain(Optional.empty(), false);

        assertThat(report.runs())
                .extracting(RunReport::outcome)
                .containsExactly(Outcome.REFUSED, Outcome.REFUSED, Outcome.DONE);
        assertThat(codes(report.runs().get(0))).containsExactly("E1031");
    }

    @Test
    void verifyAndFinalizeSayWhatIsMissing(TestDatabase database) {
        assertThat(codes(underpin(database, WITHOUT).verify("house"))).contains("E1031");
        Failure refused = catchThrowableOfType(
                Failure.class, () -> underpin(database, WITHOUT).finalizeRun("house"));
        assertThat(refused.problems().toString()).contains("E1031");
        assertThat(underpin(database, ALL)
                        .status(Optional.of("house"))
                        .runs()
                        .get(0)
                        .state())
                .contains(RunState.APPLIED);
    }

    /** The memory is what an earlier version of the module wrote, in which the component had another name. */
    @Test
    void aModuleThatCannotReadWhatAnEarlierOneNotedSaysSoAndChangesNothing(TestDatabase database) {
        remembered(database, "'{\"existedBefore\": false}'");

        RunReport refused = underpin(database, ALL).rollback("porch", Optional.empty());

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.findings()).singleElement().satisfies(problem -> {
            assertThat(problem.step()).contains("it");
            assertThat(problem.finding().code()).isEqualTo("E1033");
            assertThat(problem.finding().message())
                    .contains("step it (bench.door)", BenchPlugin.class.getName(), "nothing more was done");
            assertThat(problem.finding().remedy()).contains("underpin steps");
            assertThat(problem.details())
                    .containsExactlyInAnyOrder(
                            "unknown key \"existedBefore\" in Memory", "before is missing in Memory");
        });
        assertThat(database.queryTexts("SELECT state FROM underpin.run WHERE plan = 'porch'"))
                .containsExactly("APPLIED");
        assertThat(database.queryBoolean("SELECT to_regclass('porch_leaf') IS NOT NULL"))
                .isTrue();

        remembered(database, "'{\"before\": false}'");
        assertThat(underpin(database, ALL).rollback("porch", Optional.empty()).state())
                .contains(RunState.ROLLED_BACK);
    }

    @Test
    void whatWasNotNotedIsMissedAndTheOtherPlansAreToldOf(TestDatabase database) {
        remembered(database, "'{}'");

        StatusReport status = underpin(database, ALL).status(Optional.empty());

        assertThat(status.runs()).extracting(ModulesIT::codes).containsExactly(List.of(), List.of("E1033"), List.of());
        assertThat(status.runs().get(1).findings().get(0).details()).containsExactly("before is missing in Memory");
    }

    /** It died between two of its actions; the module was exchanged before somebody went on. */
    @Test
    void aPlanUnderwayIsNotGoneOnWithUntilItsMemoryCanBeRead(TestDatabase database) {
        Plan hall = Plan.parse(
                "apiVersion: underpin/v1\nplan: hall\nsteps:\n  - { id: it, uses: bench.door, with: { table: public.hall } }",
                "hall.yaml",
                ALL,
                Map.of());
        Failpoints dying = (point, where) -> {
            if (point == Failpoint.TRANSACTION_COMMITTED && where.equals("frame")) {
                throw new SimulatedCrash();
            }
        };
        assertThatThrownBy(() -> Underpin.builder()
                        .dataSource(database.dataSource())
                        .registry(ALL)
                        .failpoints(dying)
                        .build()
                        .apply(hall))
                .isInstanceOf(SimulatedCrash.class);
        String remember =
                "UPDATE underpin.step SET memory = %s WHERE run = (SELECT id FROM underpin.run WHERE plan = 'hall')";
        database.update(remember.formatted("'{\"existedBefore\": false}'"));

        RunReport refused = underpin(database, ALL).resume("hall");

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(codes(refused)).containsExactly("E1033");
        assertThat(database.queryBoolean("SELECT to_regclass('hall') IS NOT NULL AND to_regclass('hall_leaf') IS NULL"))
                .as("as it was left")
                .isTrue();

        database.update(remember.formatted("'{\"before\": false}'"));
        assertThat(underpin(database, ALL).resume("hall").state()).contains(RunState.APPLIED);
        assertThat(database.queryLong("SELECT count(*) FROM hall_leaf")).isOne();
    }

    private static void remembered(TestDatabase database, String memory) {
        database.update("UPDATE underpin.step SET memory = " + memory
                + " WHERE run = (SELECT id FROM underpin.run WHERE plan = 'porch')");
    }
}
