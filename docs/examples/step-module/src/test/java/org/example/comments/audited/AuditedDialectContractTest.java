package org.example.comments.audited;

import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import dev.underpin.testkit.contract.DialectContractTest;
import java.util.List;
import java.util.OptionalInt;

/** It is a whole dialect, though it says only one statement otherwise. */
class AuditedDialectContractTest extends DialectContractTest {

    @Override
    protected String id() {
        return AuditedPostgres.ID;
    }

    @Override
    protected List<DialectProvider> dialects() {
        return List.of(new AuditedPostgres() {
            @Override
            public OptionalInt recognises(Server server) {
                return OptionalInt.of(1);
            }
        });
    }
}
