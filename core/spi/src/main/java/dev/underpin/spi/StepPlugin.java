package dev.underpin.spi;

import java.util.List;

/** A module's contribution, found by {@link java.util.ServiceLoader}. */
public interface StepPlugin {

    /** The part of its step types' names before the dot; owned by one plug-in only. */
    String namespace();

    /** The step types, each named {@code namespace.something}. */
    List<StepType<?, ?>> steps();

    /** Binds what the constructors of the plug-in's steps ask for. Called once, when the first of its steps is made. */
    default void bind(Bindings bindings) {}
}
