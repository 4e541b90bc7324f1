package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class ReplaceFunctionContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("another body", """
                        CREATE FUNCTION public.greeting(who text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'Hi {0} ' || who $$;
                        COMMENT ON FUNCTION public.greeting(text) IS 'old';
                        REVOKE EXECUTE ON FUNCTION public.greeting(text) FROM PUBLIC;
                        GRANT EXECUTE ON FUNCTION public.greeting(text) TO pg_monitor;
                        CREATE VIEW greetings AS SELECT public.greeting('all');
                        """, plan("""
                        uses: function.replace
                        with:
                          function: public.greeting(text)
                          definition: CREATE OR REPLACE FUNCTION public.greeting(who text) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 'Hello ' || who $$
                        """)).with(Traits.ALL.unpredictable()),
                Scenario.of("a new procedure", "CREATE TABLE notes (id int)", plan("""
                        uses: function.replace
                        with:
                          function: public.tidy(integer)
                          definition: CREATE OR REPLACE PROCEDURE public.tidy(lowest int) LANGUAGE sql AS 'DELETE FROM notes WHERE id < lowest'
                        """))
                        .with(Traits.ALL.unpredictable().withoutDeaths()));
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
