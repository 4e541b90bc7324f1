package dev.underpin.plugin;

import com.google.inject.Binder;
import dev.underpin.spi.Bindings;

/** A plug-in's bindings, as Guice takes them. */
record GuiceBindings(Binder binder) implements Bindings {

    @Override
    public <T> void bind(Class<T> type, Class<? extends T> implementation) {
        binder.bind(type).to(implementation);
    }

    @Override
    public <T> void bind(Class<T> type, T instance) {
        binder.bind(type).toInstance(instance);
    }
}
