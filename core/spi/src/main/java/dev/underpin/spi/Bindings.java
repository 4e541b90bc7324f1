package dev.underpin.spi;

/**
 * What the steps of one plug-in are made with, beyond classes that can be made by themselves: those have a constructor with
 * {@code jakarta.inject.Inject} and need no binding. No other plug-in sees these bindings, and each type is bound once.
 */
public interface Bindings {

    /** Where the type is asked for, an instance of the implementation is given; one for all if that is a {@code Singleton}. */
    <T> void bind(Class<T> type, Class<? extends T> implementation);

    /** Where the type is asked for, this instance is given. */
    <T> void bind(Class<T> type, T instance);
}
