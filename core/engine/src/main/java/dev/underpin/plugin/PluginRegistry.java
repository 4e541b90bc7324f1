package dev.underpin.plugin;

import dev.underpin.plan.StepTypes;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.internal.Installed;
import dev.underpin.spi.internal.Origin;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The step types of all plug-ins: unique names, each within its plug-in's namespace, each configuration described. Needs
 * no database; a plug-in's injector is made when the first of its steps is.
 */
public final class PluginRegistry implements StepTypes {

    private final SortedMap<String, StepType<?, ?>> types;
    private final Map<String, StepPlugin> plugins;
    private final Map<StepPlugin, StepInjector> injectors = new IdentityHashMap<>();

    private PluginRegistry(SortedMap<String, StepType<?, ?>> types, Map<String, StepPlugin> plugins) {
        this.types = Collections.unmodifiableSortedMap(types);
        this.plugins = plugins;
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
        Map<String, StepPlugin> owners = new TreeMap<>();
        for (StepPlugin plugin : plugins) {
            for (StepType<?, ?> type : review.accept(plugin)) {
                types.put(type.name(), type);
                owners.put(type.name(), plugin);
            }
        }
        review.refuseClashes();
        return new PluginRegistry(types, owners);
    }

    @Override
    public SortedMap<String, StepType<?, ?>> byName() {
        return types;
    }

    /** Where a registered type came from. */
    public Origin origin(StepType<?, ?> type) {
        return Origin.of(plugin(type).getClass());
    }

    private StepPlugin plugin(StepType<?, ?> type) {
        StepPlugin plugin = plugins.get(type.name());
        if (plugin == null) {
            throw new IllegalArgumentException(type.name() + " is not registered");
        }
        return plugin;
    }

    /**
     * The implementation, with its collaborators.
     *
     * @throws InvalidPlugins if one of them cannot be made
     */
    public <C extends Record, M extends Record> Step<C, M> step(StepType<C, M> type) {
        return injector(plugin(type)).instance(type.step());
    }

    private synchronized StepInjector injector(StepPlugin plugin) {
        return injectors.computeIfAbsent(plugin, StepInjector::of);
    }
}
