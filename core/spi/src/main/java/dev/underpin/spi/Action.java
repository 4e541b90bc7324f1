package dev.underpin.spi;

/**
 * A unit of work with its own recovery semantics. The kinds are the engine's: a kind must be able to run when the
 * plug-in that declared it is gone.
 */
public sealed interface Action permits Transaction, Autocommit, Batches, Export, Await, Parallel, Converge {

    /** Stable within a step, made from content ({@code index:messages_2024_01}), never from a counter. */
    String key();

    /** For people, in the imperative. */
    String title();
}
