package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class EnumStepsContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("a new type", "CREATE TYPE public.other AS ENUM ('a')", plan("""
                        uses: enum.create
                        with: { type: public.mood, values: ["it's good", bad] }
                        """))
                .with(Traits.ALL.unpredictable()));
    }

    private static String plan(String step) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: step
                %s
                """.formatted(step.indent(4).stripTrailing());
    }
}
