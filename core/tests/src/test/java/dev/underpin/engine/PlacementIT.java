package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables whose rows are elsewhere are told by the catalog that Citus keeps of them. */
@PostgresTest
@SideBySide
class PlacementIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static RunReport check(TestDatabase database, String table) {
        Plan plan = Plan.parse(
                "apiVersion: underpin/v1\nplan: spread\nsteps:\n  - { id: comment, uses: table.comment, with: { table: "
                        + table + ", comment: x } }\n",
                "plan.yaml",
                REGISTRY,
                Map.of());
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build()
                .check(plan);
    }

    @Test
    void aDistributedTableIsRefusedByName(TestDatabase database) {
        database.execute("""
                SET allow_system_table_mods = on;
                CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass NOT NULL);
                RESET allow_system_table_mods;
                CREATE TABLE here (id int);
                CREATE TABLE spread (id int);
                INSERT INTO pg_catalog.pg_dist_partition VALUES ('spread');
                """);

        assertThat(check(database, "here").outcome()).isEqualTo(Outcome.DONE);
        RunReport refused = check(database, "spread");
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.findings()).anySatisfy(problem -> {
            assertThat(problem.finding().code()).isEqualTo("E1321");
            assertThat(problem.finding().message()).contains("public.spread is distributed by Citus");
        });
    }
}
