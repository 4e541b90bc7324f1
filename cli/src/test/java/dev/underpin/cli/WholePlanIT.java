package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps of several modules that work on one table. */
@PostgresTest
@SideBySide
class WholePlanIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();
    private static final String DEFINITION_DIFFERS = "E3081";

    private static final Plan PLAN = Plan.parse("""
            apiVersion: underpin/v1
            plan: whole
            steps:
              - id: partition
                uses: partitioning.convert
                with: { table: notes, range: { column: at, interval: 1 month }, oldKey: lost }
              - id: index
                uses: indexing.create
                with: { table: notes, name: notes_text, keys: [ { column: text } ] }
              - id: rights
                uses: rls.policies
                with:
                  table: notes
                  policies: [ { name: own, command: select, using: true } ]
            """, "plan.yaml", REGISTRY, Map.of());

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    private static void notes(TestDatabase database) {
        database.execute("""
                CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL);
                INSERT INTO notes SELECT i, 'note ' || i, timestamptz '2024-01-15' + i % 40 * interval '1 day'
                FROM generate_series(1, 200) AS i;
                """);
    }

    private static List<Problem> definitionDiffers(RunReport report) {
        return report.findings().stream()
                .filter(problem -> problem.finding().code().equals(DEFINITION_DIFFERS))
                .toList();
    }

    @Test
    void whatLaterStepsChangedIsNoDifferenceAndWhatOthersChangedIs(TestDatabase database) {
        notes(database);
        RunReport applied = underpin(database).apply(PLAN);
        assertThat(applied.outcome()).as(applied.findings().toString()).isEqualTo(Outcome.DONE);

        RunReport verified = underpin(database).verify("whole");

        assertThat(verified.outcome()).isEqualTo(Outcome.DONE);
        assertThat(definitionDiffers(verified)).isEmpty();

        database.execute("""
                CREATE INDEX notes_of_others ON notes (at);
                CREATE POLICY of_others ON notes USING (true);
                COMMENT ON TABLE notes IS 'by others';
                """);
        List<Problem> differences = definitionDiffers(underpin(database).verify("whole"));
        assertThat(differences)
                .singleElement()
                .satisfies(problem -> assertThat(problem.details())
                        .hasSize(3)
                        .anyMatch(row -> row.contains("notes_of_others"))
                        .anyMatch(row -> row.contains("of_others"))
                        .anyMatch(row -> row.contains("by others"))
                        .noneMatch(row -> row.contains("name=notes_text") || row.contains("name=own")));

        database.execute("DROP INDEX notes_of_others; DROP POLICY of_others ON notes; COMMENT ON TABLE notes IS NULL");
        RunReport rolledBack = underpin(database).rollback("whole", Optional.empty());
        assertThat(rolledBack.outcome()).as(rolledBack.findings().toString()).isEqualTo(Outcome.DONE);
    }

    @Test
    void onceTheLaterStepIsTakenBackWhatItMadeIsADifference(TestDatabase database) {
        notes(database);
        underpin(database).apply(PLAN);
        underpin(database).rollback("whole", Optional.of("partition"));
        database.execute("CREATE INDEX notes_text ON notes (text)");
        RunReport resumed = underpin(database).resume("whole");
        assertThat(resumed.outcome()).as(resumed.findings().toString()).isEqualTo(Outcome.DONE);

        assertThat(definitionDiffers(underpin(database).verify("whole")))
                .as("the step found the index and did not make it")
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.details()).singleElement().asString().contains("notes_text"));
    }
}
