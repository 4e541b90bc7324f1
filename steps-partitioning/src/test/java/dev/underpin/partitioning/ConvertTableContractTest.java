package dev.underpin.partitioning;

import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class ConvertTableContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(new Scenario("messages", database -> MessagesFixture.load(database, 600, 2), """
                        apiVersion: underpin/v1
                        plan: contract
                        steps:
                          - id: partition
                            uses: partitioning.convert
                            with:
                              table: public.messages
                              range: { column: created_at, interval: 1 month, ahead: 1 }
                              oldKey: lost
                              retiredName: messages_backup
                        """, Traits.ALL));
    }
}
