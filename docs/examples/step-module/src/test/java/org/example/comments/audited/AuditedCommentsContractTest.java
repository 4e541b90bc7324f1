package org.example.comments.audited;

import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;
import java.util.OptionalInt;

/** The whole contract by the dialect's statement, where no other passes. */
class AuditedCommentsContractTest extends StepContractTest {

    /** It takes the tests' servers for audited ones. */
    @Override
    protected List<DialectProvider> dialects() {
        return List.of(new AuditedPostgres() {
            @Override
            public OptionalInt recognises(Server server) {
                return OptionalInt.of(1);
            }
        });
    }

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("a table under audit", AuditedDatabase.SCRIPT, AuditedDatabase.PLAN));
    }
}
