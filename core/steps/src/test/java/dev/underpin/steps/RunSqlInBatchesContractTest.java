package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class RunSqlInBatchesContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("an update and what takes it back", """
                        CREATE TABLE notes (id bigint PRIMARY KEY, text text);
                        INSERT INTO notes SELECT n, 'n' || n FROM generate_series(1, 2500) AS n;
                        """, plan("""
                        statement: UPDATE notes SET text = upper(text) WHERE id BETWEEN :from AND :to
                        rollback: [ UPDATE notes SET text = lower(text) WHERE id BETWEEN :from AND :to ]
                        verify: [ { sql: "SELECT count(*) FROM notes WHERE text <> upper(text)", expect: { value: 0 } } ]
                        """)).with(Traits.ALL.withoutStructure()),
                Scenario.of("a key of two columns", """
                        CREATE TABLE notes (room text NOT NULL, "At" date NOT NULL, text text, UNIQUE (room, "At"));
                        INSERT INTO notes SELECT 'r' || n % 3, date '2026-01-01' + n, 'x' FROM generate_series(1, 1500) AS n;
                        """, plan("""
                        key: [room, '"At"']
                        statement: UPDATE notes SET text = text || 'y' WHERE (room, "At") >= (:from) AND (room, "At") <= (:to)
                        rollback: [ "UPDATE notes SET text = 'x' WHERE (room, \\"At\\") >= (:from) AND (room, \\"At\\") <= (:to)" ]
                        verify: [ { sql: "SELECT count(*) FROM notes WHERE text <> 'xy'", expect: { value: 0 } } ]
                        """))
                        .with(Traits.ALL.withoutStructure().withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: batches
                    uses: sql.batches
                    with:
                      table: notes
                %s
                """.formatted(with.indent(6).stripTrailing());
    }
}
