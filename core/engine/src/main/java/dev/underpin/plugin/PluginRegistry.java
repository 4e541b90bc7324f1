package dev.underpin.plugin;

import dev.underpin.plan.StepTypes;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
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
     * Those that {@link ServiceLoader} finds.
     *
     * @throws InvalidPlugins with everything that is wrong with them
     */
    public static PluginRegistry load() {
        PluginReview review = new PluginReview();
        List<StepPlugin> plugins = new ArrayList<>();
        Iterator<StepPlugin> found =
                ServiceLoader.load(StepPlugin.class, loader()).iterator();
        boolean more = true;
        while (more) {
            try {
                more = found.hasNext();
                if (more) {
                    plugins.add(found.next());
                }
            } catch (ServiceConfigurationError e) {
                review.broken(e);
            }
        }
        return of(plugins, review);
    }

    /** The thread's, unless it is one that does not know this library, as those of the common pool in an executable jar are. */
    static ClassLoader loader() {
        ClassLoader own = StepPlugin.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return context != null && context.loadClass(StepPlugin.class.getName()) == StepPlugin.class ? context : own;
        } catch (ClassNotFoundException unknown) {
            return own;
        }
    }

    /** These and no others. */
    public static PluginRegistry of(List<? extends StepPlugin> plugins) {
        return of(plugins, new PluginReview());
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

    /** The implementation, with its collaborators. */
    public <C extends Record, M extends Record> Step<C, M> step(StepType<C, M> type) {
        return injector().instance(type.step());
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
