package dev.underpin.rls;

import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class SetPoliciesContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(new Scenario("exclusive", database -> MessagesFixture.load(database, 50, 2), """
                        apiVersion: underpin/v1
                        plan: contract
                        steps:
                          - id: policies
                            uses: rls.policies
                            with:
                              table: public.messages
                              enabled: true
                              force: false
                              exclusive: true
                              policies:
                                - { name: "own messages", command: select, roles: [authenticated], using: auth_user_id = (select auth.uid()) }
                                - { name: "write own", command: insert, roles: [authenticated], withCheck: auth_user_id = (select auth.uid()), comment: "Nobody writes for another." }
                        """, Traits.ALL));
    }
}
