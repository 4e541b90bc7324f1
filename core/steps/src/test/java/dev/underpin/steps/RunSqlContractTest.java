package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class RunSqlContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(scenario("transaction", "transaction: true"), scenario("autocommit", """
                transaction: false
                      done: SELECT to_regtype('public.mood') IS NOT NULL
                """));
    }

    private static Scenario scenario(String name, String way) {
        return Scenario.of(name, "CREATE TABLE public.anything (id int)", """
                        apiVersion: underpin/v1
                        plan: contract
                        steps:
                          - id: enum
                            uses: sql.run
                            with:
                              apply: ["CREATE TYPE public.mood AS ENUM ('good', 'bad')"]
                              verify: [ { sql: "SELECT count(*) FROM pg_enum", expect: { value: 2 } } ]
                              rollback: ["DROP TYPE public.mood"]
                              %s
                        """.formatted(way.strip()))
                .with(Traits.ALL.unpredictable());
    }
}
