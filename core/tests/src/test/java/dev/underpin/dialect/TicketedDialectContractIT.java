package dev.underpin.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.contract.DialectContractTest;
import dev.underpin.testkit.dialect.TicketedDialect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dialect from outside of core is one, and the statement that it says otherwise is what is executed. */
class TicketedDialectContractIT extends DialectContractTest {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    @Override
    protected String id() {
        return TicketedDialect.ID;
    }

    @Override
    protected List<DialectProvider> dialects() {
        return List.of(TicketedDialect.ofEveryServer());
    }

    @Test
    void theOneStatementIsSaidOtherwise(TestDatabase database) {
        database.execute("CREATE TABLE notes (id int)");
        Plan plan = Plan.parse(
                "apiVersion: underpin/v1\nplan: ticketed\nsteps:\n  - { id: comment, uses: table.comment, with: { table: notes, comment: x } }\n",
                "plan.yaml",
                REGISTRY,
                Map.of());
        Underpin underpin = Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .dialect(TicketedDialect.ofEveryServer())
                .build();

        RunReport applied = underpin.apply(plan);

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(applied.target().orElseThrow().dialect()).isEqualTo(TicketedDialect.ID);
        assertThat(applied.steps().get(0).actions().toString()).contains(TicketedDialect.TICKET + " COMMENT ON TABLE");
        assertThat(database.queryText("SELECT obj_description('notes'::regclass, 'pg_class')"))
                .isEqualTo("x");
    }
}
