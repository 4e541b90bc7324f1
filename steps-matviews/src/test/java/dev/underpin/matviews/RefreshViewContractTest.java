package dev.underpin.matviews;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class RefreshViewContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(scenario("concurrent"), scenario("blocking"));
    }

    /** The contents are those that a refresh leads to, so that taking it back leaves them. */
    private static Scenario scenario(String mode) {
        return Scenario.of(mode, """
                        CREATE TABLE public.sessions (id bigint PRIMARY KEY, user_id int NOT NULL);
                        INSERT INTO public.sessions SELECT i, i % 7 FROM generate_series(1, 200) AS i;
                        CREATE MATERIALIZED VIEW public.session_stats AS SELECT user_id, count(*) AS sessions FROM public.sessions GROUP BY 1;
                        CREATE UNIQUE INDEX session_stats_key ON public.session_stats (user_id);
                        """, """
                        apiVersion: underpin/v1
                        plan: contract
                        steps:
                          - { id: refresh, uses: matviews.refresh, with: { name: public.session_stats, mode: %s } }
                        """.formatted(mode)).with(Traits.ALL.withoutStructure());
    }
}
