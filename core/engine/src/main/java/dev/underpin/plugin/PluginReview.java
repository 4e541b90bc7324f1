package dev.underpin.plugin;

import dev.underpin.plan.ProblemCode;
import dev.underpin.plugin.InvalidPlugins.Clash;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.internal.Installed.Defect;
import dev.underpin.spi.internal.Origin;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at plug-ins one after the other and collects what is wrong with them. */
final class PluginReview {

    private final Map<String, Origin> owners = new HashMap<>();
    private final List<Clash> clashes = new ArrayList<>();

    /** @param defects of those that were declared */
    PluginReview(List<Defect> defects) {
        defects.forEach(defect -> clashes.add(Clash.of(defect)));
    }

    /** The plug-in's types that have a name of their own. */
    List<StepType<?, ?>> accept(StepPlugin plugin) {
        Origin origin = Origin.of(plugin.getClass());
        try {
            return accept(plugin, origin);
        } catch (RuntimeException | LinkageError unusable) {
            clashes.add(new Clash(
                    ProblemCode.PLUGIN_BROKEN,
                    origin + " cannot list its step types: " + unusable,
                    "Take its jar off the class path, or install one for this version."));
            return List.of();
        }
    }

    private List<StepType<?, ?>> accept(StepPlugin plugin, Origin origin) {
        Origin owner = owners.putIfAbsent(plugin.namespace(), origin);
        if (owner != null) {
            clashes.add(new Clash(
                    ProblemCode.NAMESPACE_OWNED_TWICE,
                    "namespace " + plugin.namespace() + " is claimed by " + owner + " and by " + origin,
                    "Take one of them off the class path."));
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        List<StepType<?, ?>> accepted = new ArrayList<>();
        for (StepType<?, ?> type : plugin.steps()) {
            if (!names.add(type.name())) {
                clashes.add(new Clash(
                        ProblemCode.STEP_TYPE_TWICE,
                        origin + " has two step types named " + type.name(),
                        "Give each a name of its own."));
            } else if (!belongs(type, plugin.namespace())) {
                clashes.add(new Clash(
                        ProblemCode.STEP_TYPE_OUTSIDE_NAMESPACE,
                        "step type " + type.name() + " of " + origin + " is not of the form " + plugin.namespace()
                                + ".something",
                        "Rename it."));
            } else {
                clashes.addAll(ConfigReview.of(type, origin));
                if (!injectable(type.step())) {
                    clashes.add(new Clash(
                            ProblemCode.STEP_NOT_INJECTABLE,
                            type.step().getName() + ", the step type " + type.name() + " of " + origin
                                    + ", has no constructor with @Inject",
                            "Annotate its constructor with jakarta.inject.Inject."));
                }
                accepted.add(type);
            }
        }
        return accepted;
    }

    /** By reflection, so that a command that makes no step does not load Guice. */
    private static boolean injectable(Class<?> step) {
        return Stream.of(step.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.isAnnotationPresent(Inject.class)
                        || constructor.isAnnotationPresent(com.google.inject.Inject.class));
    }

    private static boolean belongs(StepType<?, ?> type, String namespace) {
        return type.name().startsWith(namespace + ".")
                && type.name().substring(namespace.length() + 1).matches("[a-z][a-z0-9-]*");
    }

    void refuseClashes() {
        if (!clashes.isEmpty()) {
            throw new InvalidPlugins(clashes);
        }
    }
}
