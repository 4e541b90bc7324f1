package dev.underpin.spi.dialect;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.PathName;
import dev.underpin.spi.sql.SqlExpression;
import java.util.Optional;

/** One key of an index. */
@Described("One key of an index: a column or an expression, with how it is compared and sorted.")
public record IndexKey(
        @Described(value = "The column. Either this or expression.", example = "created_at")
        Optional<Identifier> column,

        @Described(value = "An immutable expression over the table's columns.", example = "lower(email)")
        Optional<SqlExpression> expression,

        @Described(value = "The operator class; default: the type's own for the method.", example = "text_pattern_ops")
        Optional<PathName> opclass,

        @Described(value = "The collation; default: the column's.", example = "C")
        Optional<CollationName> collation,

        @Described(value = "Ascending or descending; for methods that sort.", example = "desc")
        Optional<Order> order,

        @Described(value = "Where NULL sorts; default: last when ascending, first when descending.", example = "first")
        Optional<Nulls> nulls) {

    /** The direction of sorting. */
    public enum Order {
        ASC,
        DESC
    }

    /** Where NULL sorts. */
    public enum Nulls {
        FIRST,
        LAST
    }

    public IndexKey {
        if (column.isPresent() == expression.isPresent()) {
            throw new InvalidConfig(
                    column.isPresent() ? "expression" : "column",
                    column.isPresent()
                            ? "a key is a column or an expression, this one is both"
                            : "a key needs a column or an expression",
                    "Give exactly one of column and expression.");
        }
    }

    public static IndexKey of(Identifier column) {
        return new IndexKey(
                Optional.of(column),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
