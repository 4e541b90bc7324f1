package dev.underpin.plugin;

import dev.underpin.plan.StepTypes;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.internal.Installed;
import dev.underpin.spi.internal.Origin;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The step types of all plug-ins: unique names, each within its plug-in's namespace, each configuration described. Needs
 * no database; the injector is made when the first step is.
 */
public final class PluginRegistry implements StepTypes {

    private final SortedMap<String, StepType<?, ?>> types;
    private final Map<String, Origin> origins;
    private @Nullable StepInjector injector;

    private PluginRegistry(SortedMap<String, StepType<?, ?>> types, Map<String, Origin> origins) {
        this.types = Collections.unmodifiableSortedMap(types);
        this.origins = origins;
    }

    /**
     * Those that {@link ServiceLoader} finds by this thread's class loader.
     *
     * @throws InvalidPlugins with everything that is wrong with them
     */
    public static PluginRegistry load() {
        Installed<StepPlugin> installed = Installed.of(StepPlugin.class);
        return of(installed.providers(), new PluginReview(installed.defects()));
    }

    /** These and no others. */
    public static PluginRegistry of(List<? extends StepPlugin> plugins) {
        return of(plugins, new PluginReview(List.of()));
    }

    private static PluginRegistry of(List<? extends StepPlugin> plugins, PluginReview review) {
        SortedMap<String, StepType<?, ?>> types = new TreeMap<>();
        Map<String, Origin> origins = new TreeMap<>();
        for (StepPlugin plugin : plugins) {
            for (StepType<?, ?> type : review.accept(plugin)) {
                types.put(type.name(), type);
                origins.put(type.name(), Origin.of(plugin.getClass()));
            }
        }
        review.refuseClashes();
        return new PluginRegistry(types, origins);
    }

    @Override
    public SortedMap<String, StepType<?, ?>> byName() {
        return types;
    }

    /** Where a registered type came from. */
    public Origin origin(StepType<?, ?> type) {
        Origin origin = origins.get(type.name());
        if (origin == null) {
            throw new IllegalArgumentException(type.name() + " is not registered");
        }
        return origin;
    }

    /**
     * The implementation, with its collaborators.
     *
     * @throws InvalidPlugins if one of them cannot be made
     */
    public <C extends Record, M extends Record> Step<C, M> step(StepType<C, M> type) {
        return injector().instance(type.step(), () -> origin(type));
    }

    private synchronized StepInjector injector() {
        StepInjector present = injector;
        if (present == null) {
            present = new StepInjector();
            injector = present;
        }
        return present;
    }
}
