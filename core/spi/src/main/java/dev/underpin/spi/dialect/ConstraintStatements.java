package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server adds, proves and removes constraints. */
public interface ConstraintStatements {

    /**
     * A check that binds new rows at once; those that are there are not looked at.
     *
     * @param expression in the plan author's words
     * @param tree the table and all below it
     */
    Sql addCheck(List<QualifiedName> tree, String constraint, String expression);

    /** The same of a foreign key. */
    Sql addForeignKey(QualifiedName table, String constraint, ForeignKey key);

    /** That the column has a value in each row, as {@link #addCheck}. */
    Sql addPresence(List<QualifiedName> tree, String constraint, String column);

    /**
     * Looks at the rows that are there, while they are read and written.
     *
     * @param referenced by a foreign key
     */
    Sql prove(QualifiedName table, String constraint, Optional<QualifiedName> referenced);

    Sql setNotNull(List<QualifiedName> tree, String column);

    Sql dropNotNull(List<QualifiedName> tree, String column);

    /**
     * @param mayBeGone whether it is no matter if it is not there
     * @param locked the table and all below it, and what a foreign key refers to
     */
    Sql drop(List<QualifiedName> locked, String constraint, boolean mayBeGone);

    /** Selects one text: definition and comment of a constraint, whether it is proven or not; empty if it is not there. */
    Sql of(QualifiedName table, String constraint);

    /** Selects one text: whether a column keeps NULL out; empty if it is not there. */
    Sql notNull(QualifiedName table, String column);

    /** Selects one number: how many constraints of tables in the schema have the name. */
    Sql named(String schema, String constraint);

    /** The definition of a foreign key whose referenced columns are known, as the server prints it. */
    String definition(ForeignKey key);

    /** For the scratch session: a {@link Reading} for each column of a stand-in's constraint, in its order; one if it has no columns. */
    Sql read(QualifiedName standIn, String constraint);

    /**
     * A constraint as the server understood it.
     *
     * @param definition of one that is proven
     * @param column empty text if it has none, or speaks of rows as a whole
     * @param equality of a key, as {@code Constraint} has it; else empty text
     */
    record Reading(String definition, String column, String equality) {}

    /**
     * @param onDelete what becomes of rows whose referenced row goes, as SQL says it; empty: it cannot go
     */
    record ForeignKey(
            List<String> columns,
            QualifiedName references,
            List<String> referencedColumns,
            Optional<String> onDelete) {}
}
