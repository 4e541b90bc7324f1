package dev.underpin.plugin;

import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import dev.underpin.plan.ProblemCode;
import dev.underpin.plugin.InvalidPlugins.Clash;
import dev.underpin.spi.internal.Origin;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes instances of step classes, with the one injector there is. */
final class StepInjector {

    private final Injector injector = Guice.createInjector(binder -> {
        binder.requireAtInjectOnConstructors();
        binder.disableCircularProxies();
    });

    /** @throws InvalidPlugins if Guice cannot make it or what it needs */
    <T> T instance(Class<T> type, Supplier<Origin> origin) {
        try {
            return injector.getInstance(type);
        } catch (ConfigurationException wrong) {
            throw broken(type, origin.get(), wrong.getErrorMessages());
        } catch (ProvisionException failed) {
            throw broken(type, origin.get(), failed.getErrorMessages());
        }
    }

    private static InvalidPlugins broken(Class<?> type, Origin origin, Collection<Message> messages) {
        String reasons = messages.stream()
                .map(message -> message.getMessage().lines().findFirst().orElse("")
                        + (message.getCause() == null ? "" : " " + message.getCause()))
                .distinct()
                .collect(Collectors.joining("; "));
        return new InvalidPlugins(List.of(new Clash(
                ProblemCode.PLUGIN_BROKEN,
                type.getName() + " of " + origin + " cannot be made: " + reasons,
                "Correct the module, or take it off the class path.")));
    }
}
