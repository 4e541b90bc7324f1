package dev.underpin.rls;

import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.rls.SetPolicies.Config;
import java.util.List;
import java.util.Map;

/** Plans that set policies. */
final class Policies {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new RlsPlugin()));

    private Policies() {}

    /**
     * @param with the lines below {@code with:}
     */
    static Plan plan(String with) {
        String plan = """
                apiVersion: underpin/v1
                plan: policies
                steps:
                  - id: policies
                    uses: rls.policies
                    with:
                """ + with.indent(6);
        return Plan.parse(plan, "plan.yaml", REGISTRY, Map.of());
    }

    static Config read(String with) {
        return (Config) plan(with).steps().get(0).config();
    }
}
