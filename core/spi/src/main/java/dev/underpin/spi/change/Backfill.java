package dev.underpin.spi.change;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.BackfillStatements.Source;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the values of a new column come from, and how it is filled.
 *
 * @param expression over the row, in the plan author's words; without it, {@code reference} says where they are
 */
public record Backfill(
        Optional<String> expression,
        Optional<Reference> reference,
        Maintained maintained,
        UserTriggers userTriggers,
        Pace pace) {

    /** How long triggers keep right what is written. */
    public enum Maintained {
        UNTIL_APPLIED,
        UNTIL_FINALIZED,
        ALWAYS
    }

    /** What becomes of the table's own triggers while rows are filled. */
    public enum UserTriggers {
        REFUSE,
        FIRE,
        SILENCE
    }

    /**
     * The row that each row refers to.
     *
     * @param by columns of the table
     * @param key columns of the parent, in the order of {@code by}; none: its primary key
     * @param value column of the parent
     */
    public record Reference(QualifiedName parent, List<String> by, List<String> key, String value) {

        public Reference {
            by = List.copyOf(by);
            key = List.copyOf(key);
        }

        List<String> keyIn(Catalog catalog) {
            return key.isEmpty()
                    ? catalog.table(parent)
                            .flatMap(Table::primaryKey)
                            .map(Constraint::columns)
                            .orElse(List.of())
                    : key;
        }
    }

    public Backfill {
        if (expression.isPresent() == reference.isPresent()) {
            throw new IllegalArgumentException("one of expression and reference");
        }
    }

    Optional<QualifiedName> parent() {
        return reference.map(Reference::parent);
    }

    Source source(Catalog catalog, Supplier<String> understood) {
        return reference
                .<Source>map(from -> new Source.Parent(from.parent(), from.by(), from.keyIn(catalog), from.value()))
                .orElseGet(() -> new Source.Expression(understood.get()));
    }
}
