package dev.underpin.plugin;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import dev.underpin.plan.ProblemCode;
import dev.underpin.plugin.InvalidPlugins.Clash;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.internal.Origin;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the steps of one plug-in, with what it has bound: each has an injector of its own, so that none disturbs another. */
final class StepInjector {

    private final Origin origin;
    private final Injector injector;

    private StepInjector(Origin origin, Injector injector) {
        this.origin = origin;
        this.injector = injector;
    }

    /** @throws InvalidPlugins if what the plug-in binds contradicts itself, or cannot be bound */
    static StepInjector of(StepPlugin plugin) {
        Origin origin = Origin.of(plugin.getClass());
        try {
            return new StepInjector(origin, Guice.createInjector(binder -> {
                binder.requireAtInjectOnConstructors();
                binder.disableCircularProxies();
                plugin.bind(new GuiceBindings(binder));
            }));
        } catch (CreationException wrong) {
            throw broken("the bindings of " + origin + " cannot be used", wrong.getErrorMessages());
        }
    }

    /** @throws InvalidPlugins if Guice cannot make it or what it needs */
    <T> T instance(Class<T> type) {
        try {
            return injector.getInstance(type);
        } catch (ConfigurationException wrong) {
            throw broken(type, wrong.getErrorMessages());
        } catch (ProvisionException failed) {
            throw broken(type, failed.getErrorMessages());
        }
    }

    private InvalidPlugins broken(Class<?> type, Collection<Message> messages) {
        return broken(type.getName() + " of " + origin + " cannot be made", messages);
    }

    private static InvalidPlugins broken(String what, Collection<Message> messages) {
        String reasons = messages.stream()
                .map(message -> message.getMessage().lines().findFirst().orElse("")
                        + (message.getCause() == null ? "" : " " + message.getCause()))
                .distinct()
                .collect(Collectors.joining("; "));
        return new InvalidPlugins(List.of(new Clash(
                ProblemCode.PLUGIN_BROKEN,
                what + ": " + reasons,
                "Correct the module, or take it off the class path.")));
    }
}
