package dev.underpin.spi.program;

import java.util.List;

/**
 * A unit of work with its own recovery semantics. The kinds are the engine's: a kind must be able to run when the
 * plug-in that declared it is gone.
 */
public sealed interface Action permits Transaction, Autocommit, Batches, Export, Await, Parallel, Converge {

    /** Stable within a step, made from content ({@code index:messages_2024_01}), never from a counter. */
    String key();

    /** For people, in the imperative. */
    String title();

    /** How it is taken back. */
    default Undo undo() {
        return Undo.NONE;
    }

    /** Its own statements, in order; those of its {@link #parts} are theirs. */
    default List<Sql> statements() {
        return List.of();
    }

    /** Whether it leaves, by itself, something other than before; to drain a log is what goes on anyway. */
    default boolean changes() {
        return false;
    }

    /** The actions that it consists of, each with a state of its own. */
    default List<Action> parts() {
        return List.of();
    }
}
