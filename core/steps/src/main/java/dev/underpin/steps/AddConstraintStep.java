package dev.underpin.steps;

import dev.underpin.spi.change.AddCheck;
import dev.underpin.spi.change.AddForeignKey;
import dev.underpin.spi.change.AddKey;
import dev.underpin.spi.change.BuildKey;
import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.OnDelete;
import dev.underpin.spi.change.SetNotNull;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code constraint.add}. */
public final class AddConstraintStep extends ChangeStep<AddConstraintStep.Config> {

    @Described(
            value = "A condition on the rows of a table: one of check, foreignKey, notNull, unique and primaryKey.",
            example = """
                    table: public.messages
                    name: messages_not_empty
                    check: content <> ''
                    """)
    public record Config(
            @Described(value = "The table; its partitions get the constraint, too.", example = "public.messages")
            QualifiedName table,

            @Described(
                    value =
                            "The constraint's name; of check, foreignKey and keys of columns. One of an index has the index's name.",
                    example = "messages_not_empty")
            Optional<Identifier> name,

            @Described(value = "What must not be false for any row.", example = "content <> ''")
            Optional<SqlExpression> check,

            @Described(
                    value = "To what each row has to refer.",
                    example = "{ columns: [room], references: public.rooms }")
            Optional<ForeignKey> foreignKey,

            @Described(value = "The column that has a value in each row.", example = "room")
            Optional<Identifier> notNull,

            @Described(value = "That by which no two rows are equal.", example = "{ columns: [slug] }")
            Optional<Key> unique,

            @Described(
                    value = "That which identifies each row; its columns keep NULL out already.",
                    example = "{ index: messages_key }")
            Optional<Key> primaryKey) {

        public Config {
            if (Stream.of(check, foreignKey, notNull, unique, primaryKey)
                            .filter(Optional::isPresent)
                            .count()
                    != 1) {
                throw new InvalidConfig(
                        "",
                        "a step adds one constraint",
                        "Give one of check, foreignKey, notNull, unique and primaryKey.");
            }
            Optional<Identifier> index = unique.or(() -> primaryKey).flatMap(Key::index);
            if (index.isPresent()) {
                if (name.isPresent() && !name.equals(index)) {
                    throw new InvalidConfig(
                            "name",
                            "a constraint that is made of an index has the index's name",
                            "Leave it out, or give it that of the index.");
                }
            } else if (name.isPresent() == notNull.isPresent()) {
                throw new InvalidConfig(
                        "name",
                        notNull.isPresent() ? "NOT NULL has no name" : "the constraint has no name",
                        notNull.isPresent() ? "Leave it out." : "Give it one.");
            }
        }
    }

    @Described(value = "What a key is made of: one of index and columns.", example = "columns: [slug]")
    public record Key(
            @Described(
                    value = "A unique index that is there and becomes the constraint; it lies in the table's schema.",
                    example = "messages_slug")
            Optional<Identifier> index,

            @Described(
                    value = "Columns; an index of them is built first, while the table is read and written.",
                    example = "[slug]",
                    absent = "[]")
            List<Identifier> columns) {

        public Key {
            columns = List.copyOf(columns);
            if (index.isPresent() != columns.isEmpty()) {
                throw new InvalidConfig(
                        "", "a key is made of an index or of columns", "Give one of index and columns.");
            }
        }

        private Change change(Config config, Kind kind) {
            return index.<Change>map(built -> new AddKey(config.table(), built.name(), kind))
                    .orElseGet(() -> new BuildKey(config.table(), name(config), kind, names(columns)));
        }
    }

    @Described("A reference to the rows of another table.")
    public record ForeignKey(
            @Described(value = "The columns that refer.", example = "[room]")
            List<Identifier> columns,

            @Described(value = "The table that they refer to.", example = "public.rooms")
            QualifiedName references,

            @Described(value = "Its columns; without them, its primary key.", example = "[id]", absent = "[]")
            List<Identifier> referencedColumns,

            @Described(
                    value = "What becomes of rows whose referenced row is deleted; restrict: it cannot be.",
                    example = "cascade",
                    absent = "noAction")
            OnDelete onDelete) {

        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
            if (columns.isEmpty()) {
                throw new InvalidConfig("columns", "no column refers to anything", "List the columns.");
            }
        }
    }

    @Inject
    public AddConstraintStep() {}

    @Override
    protected List<Change> changes(Config config) {
        if (config.check().isPresent()) {
            return List.of(new AddCheck(
                    config.table(), name(config), config.check().get().text()));
        }
        if (config.notNull().isPresent()) {
            return List.of(new SetNotNull(config.table(), config.notNull().get().name()));
        }
        if (config.unique().isPresent()) {
            return List.of(config.unique().get().change(config, Kind.UNIQUE));
        }
        if (config.primaryKey().isPresent()) {
            return List.of(config.primaryKey().get().change(config, Kind.PRIMARY_KEY));
        }
        ForeignKey key = config.foreignKey().orElseThrow();
        return List.of(new AddForeignKey(
                config.table(),
                name(config),
                new ConstraintStatements.ForeignKey(
                        names(key.columns()),
                        key.references(),
                        names(key.referencedColumns()),
                        key.onDelete().words())));
    }

    private static String name(Config config) {
        return config.name().orElseThrow().name();
    }

    private static List<String> names(List<Identifier> identifiers) {
        return identifiers.stream().map(Identifier::name).toList();
    }
}
