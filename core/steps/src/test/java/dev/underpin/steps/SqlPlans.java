package dev.underpin.steps;

import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import java.util.List;
import java.util.Map;

/** Plans with one step of plain SQL. */
final class SqlPlans {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new SqlPlugin()));

    private SqlPlans() {}

    /**
     * @param with the lines below {@code with:}
     */
    static Plan plan(String uses, String with) {
        return plan(uses, with, "");
    }

    /**
     * @param more further lines of the step
     */
    static Plan plan(String uses, String with, String more) {
        return parse("  - id: it\n    uses: " + uses + "\n" + more.indent(4) + "    with:\n" + with.indent(6));
    }

    /**
     * @param steps the lines below {@code steps:}
     */
    static Plan parse(String steps) {
        return Plan.parse("apiVersion: underpin/v1\nplan: sql\nsteps:\n" + steps, "plan.yaml", REGISTRY, Map.of());
    }

    static RunSql.Config run(String with) {
        return (RunSql.Config) plan("sql.run", with).steps().get(0).config();
    }
}
