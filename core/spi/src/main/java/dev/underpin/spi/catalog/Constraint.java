package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A constraint of a table.
 *
 * @param definition as {@code pg_get_constraintdef} gives it, under an empty search path
 * @param columns constrained, in the constraint's order
 * @param equality of a key, the operator by which the index of each column tells values equal, as {@code OPERATOR(schema.=)}; of a
 *     foreign key, the one that compares a referenced column with a referring one
 * @param references of a foreign key
 * @param referencedColumns of a foreign key, in the order of {@code columns}
 * @param index that enforces it, of the same schema
 * @param enforced false for a constraint that is only stated (PostgreSQL 18)
 * @param inherited came from the parent of a partition
 */
public record Constraint(
        String name,
        Kind kind,
        String definition,
        List<String> columns,
        List<String> equality,
        Optional<QualifiedName> references,
        List<String> referencedColumns,
        Optional<String> index,
        boolean validated,
        boolean enforced,
        boolean noInherit,
        boolean deferrable,
        boolean inherited,
        Optional<String> comment) {

    public Constraint {
        columns = List.copyOf(columns);
        equality = List.copyOf(equality);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** One that holds for all rows, of this table's own making, and without a comment. */
    public static Constraint proven(
            String name, Kind kind, String definition, List<String> columns, boolean noInherit) {
        return new Constraint(
                name,
                kind,
                definition,
                columns,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                true,
                true,
                noInherit,
                false,
                false,
                Optional.empty());
    }

    /** The same as a partition has it from its parent. */
    public Constraint asInherited() {
        return new Constraint(
                name,
                kind,
                definition,
                columns,
                equality,
                references,
                referencedColumns,
                index,
                validated,
                enforced,
                noInherit,
                deferrable,
                true,
                Optional.empty());
    }

    /** The same key, enforced by that index. */
    public Constraint enforcedBy(String otherIndex, List<String> otherEquality) {
        return new Constraint(
                name,
                kind,
                definition,
                columns,
                otherEquality,
                references,
                referencedColumns,
                Optional.of(otherIndex),
                validated,
                enforced,
                noInherit,
                deferrable,
                inherited,
                comment);
    }

    /** The same foreign key, to those columns. */
    public Constraint referring(QualifiedName to, List<String> toColumns, List<String> otherEquality) {
        return new Constraint(
                name,
                kind,
                definition,
                columns,
                otherEquality,
                Optional.of(to),
                toColumns,
                index,
                validated,
                enforced,
                noInherit,
                deferrable,
                inherited,
                comment);
    }

    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY,
        CHECK,
        EXCLUSION,
        NOT_NULL,
        TRIGGER
    }
}
