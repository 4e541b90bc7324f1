package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server adds and removes columns. */
public interface ColumnStatements {

    /**
     * @param tree the table and all below it
     * @param column with type, collation and default in the plan author's words
     */
    Sql add(List<QualifiedName> tree, NewColumn column);

    /** @param tree the table and all below it */
    Sql drop(List<QualifiedName> tree, String column);

    Sql comment(QualifiedName table, String column, Optional<String> comment);

    /** Selects one text: what the column is, but for its constraints; empty if it is not there. */
    Sql of(QualifiedName table, String column);

    /** @param tree the table and all below it */
    Sql setDefault(List<QualifiedName> tree, String column, String expression);

    /**
     * Selects kind and name of each index, constraint and statistics that the server would drop together with the column.
     *
     * @param known names of constraints that may
     */
    Sql goingWith(QualifiedName table, String column, List<String> known);

    /** For the scratch session: adds to a stand-in. */
    Sql addToStandIn(QualifiedName standIn, NewColumn column);

    /** For the scratch session: a {@link Reading} of a column that has been added to a stand-in. */
    Sql read(QualifiedName standIn, String column);

    /**
     * A column as a plan words it.
     *
     * @param type as in CREATE TABLE, with a collation if need be
     * @param expression of the default
     */
    record NewColumn(String name, String type, Optional<String> expression, boolean notNull) {}

    /**
     * A column as the server understood it.
     *
     * @param collation empty text: the type's own
     * @param expression of the default, canonical; empty text: none
     * @param rewrites whether every row would have to be written anew, for its default or its type's own constraints
     * @param columns how many the stand-in has now
     * @param plain whether its type is all that there is of it, but for a default and NOT NULL
     * @param nullable whether it can hold NULL
     * @param notNull name of the constraint that keeps NULL out, where such constraints have names; else empty text
     * @param notNullDefinition of that constraint
     */
    record Reading(
            String type,
            String collation,
            String expression,
            boolean rewrites,
            long columns,
            boolean plain,
            boolean nullable,
            String notNull,
            String notNullDefinition) {}
}
