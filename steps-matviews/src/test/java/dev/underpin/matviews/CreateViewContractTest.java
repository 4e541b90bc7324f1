package dev.underpin.matviews;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class CreateViewContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("summary", """
                CREATE TABLE public.sessions (id bigint PRIMARY KEY, user_id int NOT NULL, status text NOT NULL);
                INSERT INTO public.sessions SELECT i, i % 7, CASE WHEN i % 3 = 0 THEN 'active' ELSE 'archived' END FROM generate_series(1, 200) AS i;
                """, """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: stats
                    uses: matviews.create
                    with:
                      name: public.session_stats
                      query: SELECT user_id, status, count(*) AS sessions FROM public.sessions GROUP BY 1, 2
                      uniqueKey: [user_id, status]
                      indexes: [ { name: session_stats_status_idx, keys: [ { column: status } ] } ]
                      comment: Sessions by user.
                      refresh: { mode: concurrent, maxStaleness: 1h }
                """));
    }
}
