package dev.underpin.plugin;

import com.google.inject.Guice;
import com.google.inject.Injector;

/** Makes instances of step classes, with the one injector there is. */
final class StepInjector {

    private final Injector injector = Guice.createInjector(binder -> {
        binder.requireAtInjectOnConstructors();
        binder.disableCircularProxies();
    });

    <T> T instance(Class<T> type) {
        return injector.getInstance(type);
    }
}
