package dev.underpin.plan;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.ConfigRoundTrip;
import java.util.List;

class SampleConfigTest extends ConfigRoundTrip {

    @Override
    protected StepTypes types() {
        return PluginRegistry.of(List.of(new SamplePlugin()));
    }
}
