package dev.underpin.steps;

import dev.underpin.spi.Described;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.InvalidConfig;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.SqlExpression;
import dev.underpin.spi.change.AddColumn;
import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code column.add}. */
public final class AddColumnStep extends ChangeStep<AddColumnStep.Config> {

    @Described("A new column; no row is written anew.")
    public record Config(
            @Described(value = "The table; its partitions get the column, too.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The column's name.", example = "lang")
            Identifier column,

            @Described(value = "Its type as in CREATE TABLE, with a collation if need be.", example = "text")
            SqlExpression type,

            @Described(
                    value =
                            "The value of the rows that are there, and of new ones that give none; the same for all rows.",
                    example = "'en'")
            Optional<SqlExpression> defaultValue,

            @Described(value = "Whether NULL is kept out; needs a default.", example = "true", absent = "false")
            boolean notNull,

            @Described(value = "A comment on it.", example = "The language it is written in.")
            Optional<String> comment) {

        public Config {
            if (notNull && defaultValue.isEmpty()) {
                throw new InvalidConfig(
                        "notNull",
                        "the rows that are there would have no value",
                        "Give a defaultValue, or leave notNull out.");
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
        return List.of(new AddColumn(config.table(), column, config.comment()));
    }
}
