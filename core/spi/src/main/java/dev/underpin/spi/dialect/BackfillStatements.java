package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server gives the rows that are there their values in a new column, and those that are written meanwhile. */
public interface BackfillStatements {

    /**
     * Where a value comes from. A row has none as long as the column is NULL; a value that was not derived is never touched.
     */
    sealed interface Source {

        /** @param text over the row's columns, as the server prints it: all names qualified */
        record Expression(String text) implements Source {}

        /**
         * The value of the row that this one refers to.
         *
         * @param by columns of the row, in the order of {@code key}
         * @param key unique in the parent
         */
        record Parent(QualifiedName table, List<String> by, List<String> key, String value) implements Source {
            public Parent {
                by = List.copyOf(by);
                key = List.copyOf(key);
            }
        }
    }

    /**
     * A column and what keeps it right.
     *
     * @param type as the server prints it
     * @param function of the table's trigger, in the table's schema
     * @param parentFunction of the parent's triggers
     * @param identity columns of the table's primary key; none if it has none
     * @param trigger of the table: behind all others of its own
     * @param settling of the table, when a transaction ends
     * @param following of the parent, after a row is changed
     * @param followingLate of the parent, when a transaction ends
     */
    record Filled(
            QualifiedName table,
            String column,
            String type,
            Source source,
            QualifiedName function,
            QualifiedName parentFunction,
            List<String> identity,
            String trigger,
            String settling,
            String following,
            String followingLate) {
        public Filled {
            identity = List.copyOf(identity);
        }
    }

    /** For the scratch session: makes a stand-in show how the server understands an expression for a column that it does not have yet. */
    List<Sql> understand(QualifiedName standIn, NewColumn column, String expression);

    /** For the scratch session: an {@link Understood} of it. */
    Sql understood(QualifiedName standIn);

    /**
     * An expression as the server understood it.
     *
     * @param early whether it needs something that a row does not have yet while it is being written: generated or system columns
     */
    record Understood(String expression, boolean early) {}

    /** Selects one number: evaluates the expression for some rows. */
    Sql tried(QualifiedName table, String expression);

    /** Triggers that give rows their value as they are written, and follow the source. */
    List<Sql> maintain(List<QualifiedName> tree, Filled filled, List<String> otherGrantees);

    /** Takes them away, where they are. */
    List<Sql> release(List<QualifiedName> tree, Filled filled);

    /** The table's, as the catalog's model has them, by name. */
    List<Trigger> ofTable(QualifiedName table, boolean inherited, Filled filled);

    /** The parent's, by name. */
    List<Trigger> ofParent(Filled filled);

    /** What the catalog's model has as a constraint for some of the triggers; empty for the others. */
    Optional<Constraint> constraint(Trigger trigger);

    /** Selects, of the triggers that are missing or do not fire, what they are called, and whether they are there. */
    Sql idle(List<QualifiedName> tree, Filled filled);

    /**
     * Gives the rows of a range of pages their value; binds {@code from} and {@code to}.
     *
     * @param table without its children
     * @param silent whether triggers do not fire, so that no value may change at its source before the transaction ends
     */
    List<Sql> fill(QualifiedName table, Filled filled, boolean silent);

    /** Selects, with their number first, rows without a value: those that could have one, or all. */
    Sql missed(Filled filled, boolean all);

    /** Selects, of the triggers that fire when rows are given their value, the name, and whether the tool itself needs it; those of other filled columns are left out. */
    Sql firing(QualifiedName table);

    /** Until the end of the transaction, the tables' own triggers do not fire. */
    Sql silence();

    /** Until the end of the transaction, waits for others end before the server looks for deadlocks: then it is us who give way. */
    Sql giveWay();

    /** Selects, by name, what is published although its rows have no identity by which an update could be told. */
    Sql unidentified(QualifiedName table);

    /** Selects, of these columns, those whose values cannot be compared with a text of them: the server does not take that for their type. */
    Sql incomparable(QualifiedName table, List<String> columns);
}
