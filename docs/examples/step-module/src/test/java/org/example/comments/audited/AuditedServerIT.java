package org.example.comments.audited;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.OwnServer;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The dialect is found among those that are installed, and chosen for the servers that it is made for. */
class AuditedServerIT {

    @Test
    void anAuditedServerIsToldByItsName() {
        try (OwnServer own = OwnServer.start(Map.of("cluster_name", "audited-7"));
                TestDatabase database = own.server().createDatabase()) {
            database.execute(AuditedDatabase.SCRIPT);

            assertThat(statement(preview(database))).startsWith("/* audited */ COMMENT ON TABLE");
            assertThat(apply(database).outcome()).isEqualTo(Outcome.DONE);
            assertThat(comment(database)).isEqualTo("What people noted.");
            underpin(database).rollback("contract", Optional.empty());
            assertThat(comment(database)).isEqualTo("none");
        }
    }

    @Test
    void anyOtherIsSpokenToAsBefore() {
        try (TestDatabase database = PostgresServer.shared().createDatabase()) {
            database.execute(AuditedDatabase.SCRIPT);

            assertThat(statement(preview(database))).startsWith("COMMENT ON TABLE");
            RunReport refused = apply(database);
            assertThat(refused.outcome()).isNotEqualTo(Outcome.DONE);
            assertThat(refused.findings().toString()).contains("only what is marked passes");
        }
    }

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder().dataSource(database.dataSource()).build();
    }

    private static Plan plan() {
        return Plan.parse(AuditedDatabase.PLAN, "plan.yaml", PluginRegistry.load(), Map.of());
    }

    private static RunReport preview(TestDatabase database) {
        return underpin(database).preview(plan());
    }

    private static RunReport apply(TestDatabase database) {
        return underpin(database).apply(plan());
    }

    private static String statement(RunReport report) {
        return report.steps().get(0).actions().get(0).sql().get(0);
    }

    private static String comment(TestDatabase database) {
        return database.queryText("SELECT coalesce(obj_description('chat.notes'::regclass, 'pg_class'), 'none')");
    }
}
