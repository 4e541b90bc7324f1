package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class AssertSqlContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("count", "CREATE TABLE public.anything (id int)", """
                        apiVersion: underpin/v1
                        plan: contract
                        steps:
                          - id: empty
                            uses: sql.assert
                            with: { sql: "SELECT count(*) FROM anything", expect: { value: 0 }, remedy: "Empty the table." }
                        """)
                .with(Traits.ALL.withoutStructure()));
    }
}
