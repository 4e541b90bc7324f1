package dev.underpin.spi;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * What a step type knows: how to look, what to remember, what to do, how to see that it is done.
 *
 * <p>Pure: the same configuration, memory and context give the same result. A step never executes anything.
 *
 * @param <C> the configuration, a record valid once constructed
 * @param <M> the state before, as data: journaled once, given to every later call
 */
public interface Step<C extends Record, M extends Record> {

    Inspection precheck(C config, StepContext context);

    M remember(C config, StepContext context);

    Program apply(C config, M memory, StepContext context);

    /** What {@link Converge} and {@link Duty} name; an empty program means "already there". */
    default Program phase(String phase, C config, M memory, StepContext context) {
        throw new IllegalArgumentException("unknown phase " + phase);
    }

    /**
     * The catalog afterwards, so that later steps can be checked and previewed exactly. Empty: unknown, later steps are
     * conditional in a preview; so it must be for a step that makes what the catalog does not hold (functions, types,
     * operators, text search configurations), since what a later step lacks of these is refused otherwise.
     */
    default Optional<Catalog> predict(C config, M memory, Catalog before) {
        return Optional.empty();
    }

    /** The same, for steps that need names or the dialect to tell; the context's catalog is the one before. */
    default Optional<Catalog> predict(C config, M memory, StepContext context) {
        return predict(config, memory, context.catalog());
    }

    /** What it comes to, told before anything is done; the context's catalog is the one before. */
    default Impact impact(C config, M memory, StepContext context) {
        return Impact.NONE;
    }

    List<Check> verify(C config, M memory, StepContext context);

    /**
     * What is asked when the program of {@link #apply} has come to its end, before the step counts as applied. A step whose program has proven something
     * and has seen to it that it stays so may leave that out, for it may take long; {@link #verify} asks it whenever somebody wants to know.
     */
    default List<Check> confirm(C config, M memory, StepContext context) {
        return verify(config, memory, context);
    }

    /**
     * The part of {@link #verify} that reads no rows and takes no time. {@code status} and {@code maintain} ask it, too, so that
     * what stands in the way of a rollback is told when somebody looks, and not when he needs it.
     */
    default List<Check> glance(C config, M memory, StepContext context) {
        return List.of();
    }

    /**
     * What the plan's author gives up knowingly, by the names that findings tell: {@code publication:feed}. The engine
     * asks before it creates its journal, which is then published too.
     */
    default List<String> waives(C config) {
        return List.of();
    }

    /**
     * What to hold the plan's measured queries against before anything is changed.
     *
     * @param context over the catalog as of now
     * @param end the catalog after the whole plan
     */
    default Optional<Rehearsal> rehearse(C config, M memory, StepContext context, Catalog end) {
        return Optional.empty();
    }

    /** What ends the possibility to roll back. */
    default Program finalizing(C config, M memory, StepContext context) {
        return Program.EMPTY;
    }

    default List<Duty> duties(C config, M memory) {
        return List.of();
    }
}
