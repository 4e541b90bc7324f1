package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class AddColumnContractTest extends StepContractTest {

    private static final String NOTES = """
            CREATE TABLE notes (id int PRIMARY KEY, text text NOT NULL);
            INSERT INTO notes SELECT n, 'n' || n FROM generate_series(1, 20) AS n;
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "without a default",
                        NOTES,
                        plan("column: lang, type: text COLLATE \"C\", comment: It's written in.")),
                Scenario.of(
                        "with a default, never NULL",
                        NOTES,
                        plan(
                                "column: '\"Time\"', type: timestamptz, defaultValue: \"timestamptz '2026-01-01 00:00+00'\", notNull: true")),
                Scenario.of("a partitioned table", """
                        CREATE TABLE notes (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                        CREATE TABLE notes_2026 PARTITION OF notes FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        INSERT INTO notes VALUES (1, '2026-05-01');
                        """, plan("column: stars, type: 'numeric(3,1)', defaultValue: 2.5"))
                        .with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: column
                    uses: column.add
                    with: { table: notes, %s }
                """.formatted(with);
    }
}
