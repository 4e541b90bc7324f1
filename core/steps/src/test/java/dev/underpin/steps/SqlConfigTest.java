package dev.underpin.steps;

import dev.underpin.plan.StepTypes;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.ConfigRoundTrip;
import java.util.List;

class SqlConfigTest extends ConfigRoundTrip {

    @Override
    protected StepTypes types() {
        return PluginRegistry.of(List.of(new SqlPlugin()));
    }
}
