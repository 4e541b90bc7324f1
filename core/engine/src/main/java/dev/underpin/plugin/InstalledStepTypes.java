package dev.underpin.plugin;

import dev.underpin.plan.StepTypes;
import dev.underpin.spi.StepType;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The step types of all modules on the class path, for readers that are given no others. */
public final class InstalledStepTypes implements StepTypes {

    private @Nullable PluginRegistry registry;

    /** For {@link java.util.ServiceLoader}. */
    public InstalledStepTypes() {}

    @Override
    public synchronized SortedMap<String, StepType<?, ?>> byName() {
        PluginRegistry present = registry;
        if (present == null) {
            present = PluginRegistry.load();
            registry = present;
        }
        return present.byName();
    }
}
