package dev.underpin.postgresql;

import dev.underpin.testkit.contract.DialectContractTest;

class PostgresDialectContractIT extends DialectContractTest {

    @Override
    protected String id() {
        return "postgresql";
    }
}
