package dev.underpin.rls;

import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.rls.SetPolicies.Config;
import java.util.List;
import java.util.Map;

/** Configurations as plans write them. */
final class Policies {

    private Policies() {}

    /**
     * @param with the lines below {@code with:}
     */
    static Config read(String with) {
        String plan = """
                apiVersion: underpin/v1
                plan: policies
                steps:
                  - id: policies
                    uses: rls.policies
                    with:
                """ + with.indent(6);
        return (Config) Plan.parse(plan, "plan.yaml", PluginRegistry.of(List.of(new RlsPlugin())), Map.of())
                .steps()
                .get(0)
                .config();
    }
}
