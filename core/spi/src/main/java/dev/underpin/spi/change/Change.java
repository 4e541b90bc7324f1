package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import java.util.List;
import java.util.Optional;

/**
 * A change of one aspect of one object: the comment of a table, a column, the body of a function. It says how the aspect is looked at, changed
 * and brought back; a {@link ChangeStep} makes everything else of that.
 *
 * <p>Pure, as steps are. The context's catalog is the one before the change, except for {@link #state}, which is asked before and after.
 */
public interface Change {

    /** Names the aspect: {@code comment of public.messages}. Two changes of the same aspect have the same name, whichever steps they belong to. */
    String aspect();

    /** What it does, in the imperative: {@code Comment on public.messages}. */
    String title();

    /** What stands against it; empty if it can be done. */
    List<Finding> requirements(StepContext context);

    /**
     * Selects one text, never NULL, that is the same if and only if the aspect is: as exact as a rollback has to bring it back. It must not
     * fail if the object is not there (yet).
     */
    Sql state(StepContext context);

    /** Run before the state is looked at, so that it stays as it was seen; for example a lock. */
    default List<Sql> hold(StepContext context) {
        return List.of();
    }

    /** What it consists of, in order; at least one. Each takes effect by itself, and is as short as its locks demand. */
    List<Stage> stages(StepContext context);

    /** The statements that bring back what the catalog has now, whichever stage has been reached. */
    List<Sql> revert(StepContext context);

    /**
     * A part of a change: a short transaction, or work that runs by itself, such as batches over many rows.
     *
     * @param title in the imperative
     * @param statements with the locks they take
     * @param checks of what the statements have made
     * @param work run after the statements, in order. What {@link Batches} did is taken back by {@link Change#revert}, so their own undo is
     *     {@link Undo#NONE}; an {@link Autocommit} has an undo, for when nothing behind it has been done yet, which finds it done otherwise. No
     *     stage of such work is the last one, and the state before and after it is the same until the next stage. Keys are unique among all
     *     changes
     */
    record Stage(String title, List<Sql> statements, List<Check> checks, List<Action> work) {
        public Stage {
            statements = List.copyOf(statements);
            checks = List.copyOf(checks);
            work = List.copyOf(work);
            if (work.stream().anyMatch(action -> !(action instanceof Batches || action instanceof Autocommit))) {
                throw new IllegalArgumentException(title + " consists of other work than batches and autocommits");
            }
        }

        public Stage(String title, List<Sql> statements, List<Check> checks) {
            this(title, statements, checks, List.of());
        }

        public static Stage of(String title, List<Sql> statements) {
            return new Stage(title, statements, List.of());
        }

        /** Work over many rows. */
        public static Stage ofBatches(String title, List<Batches> batches) {
            return new Stage(title, List.of(), List.of(), List.copyOf(batches));
        }

        /** What the server refuses in a transaction. */
        public static Stage ofAutocommit(Autocommit statement) {
            return new Stage(statement.title(), List.of(), List.of(), List.of(statement));
        }
    }

    /**
     * Done before {@link #revert}, one by one, after {@link #untangled} of the last change has been asked: what the server refuses in a transaction. What it makes
     * disturbs nobody; it stays if the way back gets no further, and is found there by the next attempt. Keys are unique among all changes.
     */
    default List<Autocommit> beforeReverting(StepContext context) {
        return List.of();
    }

    /** What is to be seen afterwards, beside the state. */
    default List<Check> proofs(StepContext context) {
        return List.of();
    }

    /** Those of them that can be asked at any time, as warnings. */
    default List<Check> glances(StepContext context) {
        return List.of();
    }

    /** What ends when there is no way back any more. */
    default List<Sql> closing(StepContext context) {
        return List.of();
    }

    /** What that is, in the imperative. */
    default String closingTitle() {
        return title();
    }

    /**
     * What must hold, under the locks of the way back, so that it takes nothing along that others have made since. It is asked right before
     * {@link #revert}, when the changes behind this one in the step's list have been taken back.
     */
    default List<Check> untangled(StepContext context) {
        return List.of();
    }

    /** Why it cannot be taken back; empty if it can. */
    default Optional<String> irreversible() {
        return Optional.empty();
    }

    /** The catalog afterwards; empty if that cannot be told. */
    Optional<Catalog> predict(StepContext context);
}
