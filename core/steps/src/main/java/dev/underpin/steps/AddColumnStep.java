package dev.underpin.steps;

import dev.underpin.spi.change.AddColumn;
import dev.underpin.spi.change.AddFilledColumn;
import dev.underpin.spi.change.Backfill.Maintained;
import dev.underpin.spi.change.BackfillConfig;
import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code column.add}. */
public final class AddColumnStep extends ChangeStep<AddColumnStep.Config> {

    @Described(
            "A new column. No row is written anew while anybody waits; with backfill, rows get their values in batches.")
    public record Config(
            @Described(value = "The table; its partitions get the column, too.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The column's name.", example = "lang")
            Identifier column,

            @Described(value = "Its type as in CREATE TABLE, with a collation if need be.", example = "text")
            SqlExpression type,

            @Described(
                    value =
                            "The value of the rows that are there, and of new ones that give none; the same for all rows. With"
                                    + " backfill, only of rows that are written afterwards.",
                    example = "'en'")
            Optional<SqlExpression> defaultValue,

            @Described(
                    value = "Whether NULL is kept out; needs a default or a backfill.",
                    example = "true",
                    absent = "false")
            boolean notNull,

            @Described(
                    value = "Gives the rows that are there values of their own, in batches.",
                    example = "{ from: { expression: length(content) } }")
            Optional<BackfillConfig> backfill,

            @Described(value = "A comment on it.", example = "The language it is written in.")
            Optional<String> comment) {

        public Config {
            if (notNull && defaultValue.isEmpty() && backfill.isEmpty()) {
                throw new InvalidConfig(
                        "notNull",
                        "the rows that are there would have no value",
                        "Give a defaultValue or a backfill, or leave notNull out.");
            }
            backfill.flatMap(BackfillConfig::maintained)
                    .ifPresent(maintained -> requireSense(maintained, defaultValue.isPresent(), notNull));
        }

        private static void requireSense(Maintained maintained, boolean hasDefault, boolean notNull) {
            if (hasDefault && maintained != Maintained.UNTIL_APPLIED) {
                throw new InvalidConfig(
                        "backfill",
                        "rows that give no value would have the default, and nothing could be derived",
                        "Say maintained: untilApplied, or leave defaultValue out.");
            }
            if (!hasDefault && notNull && maintained == Maintained.UNTIL_APPLIED) {
                throw new InvalidConfig(
                        "backfill",
                        "statements that do not know the column would fail as soon as the plan is applied",
                        "Give a defaultValue, or say maintained: untilFinalized.");
            }
        }
    }

    @Inject
    public AddColumnStep() {}

    @Override
    protected List<Change> changes(Config config) {
        NewColumn column = new NewColumn(
                config.column().name(),
                config.type().text(),
                config.defaultValue().map(SqlExpression::text),
                config.notNull());
        Maintained otherwise =
                config.defaultValue().isPresent() ? Maintained.UNTIL_APPLIED : Maintained.UNTIL_FINALIZED;
        return List.of(config.backfill()
                .<Change>map(backfill ->
                        new AddFilledColumn(config.table(), column, config.comment(), backfill.backfill(otherwise)))
                .orElseGet(() -> new AddColumn(config.table(), column, config.comment())));
    }
}
