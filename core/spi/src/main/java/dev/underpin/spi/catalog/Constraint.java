package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false, addClassRetainedGenerated = false)
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

    /** The same constraint but for what the change sets: {@code constraint.but(c -> c.comment(…))}. */
    public Constraint but(UnaryOperator<ConstraintBuilder> change) {
        return change.apply(ConstraintBuilder.builder(this)).build();
    }

    /** The same as a partition has it from its parent. */
    public Constraint asInherited() {
        return but(constraint -> constraint.inherited(true).comment(Optional.empty()));
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
