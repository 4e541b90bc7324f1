package dev.underpin.partitioning;

import dev.underpin.plan.StepTypes;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.ConfigRoundTrip;
import java.util.List;

class PartitioningConfigTest extends ConfigRoundTrip {

    @Override
    protected StepTypes types() {
        return PluginRegistry.of(List.of(new PartitioningPlugin()));
    }
}
