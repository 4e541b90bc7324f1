package dev.underpin.spi.change;

import dev.underpin.spi.BatchPace;
import dev.underpin.spi.change.Backfill.Maintained;
import dev.underpin.spi.change.Backfill.Reference;
import dev.underpin.spi.change.Backfill.UserTriggers;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import java.util.List;
import java.util.Optional;

/** How a step's configuration says that a new column is filled. */
@Described("Where the rows that are there get their values from, and those that are written meanwhile.")
public record BackfillConfig(
        @Described(value = "The value.", example = "{ expression: length(content) }")
        From from,

        @Described(
                value =
                        "How long triggers give values to rows that are written without one, and follow the source:"
                                + " untilApplied, untilFinalized or always. Without it, untilApplied with a defaultValue, else untilFinalized.",
                example = "always")
        Optional<Maintained> maintained,

        @Described(
                value = "What becomes of the table's own triggers while rows are filled. silence needs the right to set"
                        + " session_replication_role.",
                example = "fire",
                absent = "refuse")
        UserTriggers triggers,

        @Described(value = "How fast rows may be filled.", example = "{ workers: 2 }", absent = "{}")
        BatchPace pace) {

    @Described("A value for each row: an expression, or a column of the row that it refers to.")
    public record From(
            @Described(value = "An expression over the row's columns, without subqueries.", example = "length(content)")
            Optional<SqlExpression> expression,

            @Described(value = "The table that each row refers to.", example = "public.rooms")
            Optional<QualifiedName> parent,

            @Described(value = "The columns that refer to it.", example = "[room]", absent = "[]")
            List<Identifier> by,

            @Described(
                    value = "Those of the parent that they match, of a unique key; without them, its primary key.",
                    example = "[id]",
                    absent = "[]")
            List<Identifier> key,

            @Described(value = "The parent's column with the value.", example = "owner")
            Optional<Identifier> value) {

        public From {
            by = List.copyOf(by);
            key = List.copyOf(key);
            if (expression.isPresent() == parent.isPresent()) {
                throw new InvalidConfig("", "a value has one source", "Give either expression or parent.");
            }
            if (parent.isPresent() && (by.isEmpty() || value.isEmpty())) {
                throw new InvalidConfig(
                        by.isEmpty() ? "by" : "value",
                        "it is not said which row of the parent, or which of its values",
                        "Give parent, by and value.");
            }
            if (expression.isPresent() && (!by.isEmpty() || !key.isEmpty() || value.isPresent())) {
                throw new InvalidConfig("", "by, key and value belong to a parent", "Leave them out.");
            }
        }
    }

    /** @param otherwise how long it is maintained if that is not said */
    public Backfill backfill(Maintained otherwise) {
        return new Backfill(
                from.expression().map(SqlExpression::text),
                from.parent()
                        .map(parent -> new Reference(
                                parent,
                                names(from.by()),
                                names(from.key()),
                                from.value().orElseThrow().name())),
                maintained.orElse(otherwise),
                triggers,
                pace.pace());
    }

    private static List<String> names(List<Identifier> identifiers) {
        return identifiers.stream().map(Identifier::name).toList();
    }
}
