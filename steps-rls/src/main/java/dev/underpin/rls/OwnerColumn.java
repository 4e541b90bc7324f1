package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.spi.change.AddFilledColumn;
import dev.underpin.spi.change.AddForeignKey;
import dev.underpin.spi.change.Backfill.Maintained;
import dev.underpin.spi.change.BackfillConfig;
import dev.underpin.spi.change.BuildIndex;
import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.OnDelete;
import dev.underpin.spi.change.RowSecurityOnTable;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code rls.owner-column}. Policies compare the column only when it has a value in each row, and an index. */
public final class OwnerColumn extends ChangeStep<OwnerColumn.Config> {

    @Described("A column that says whose each row is, so that policies compare it instead of asking another table.")
    public record Config(
            @Described(value = "The table; it is not partitioned.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The column's name.", example = "auth_user_id")
            Identifier column,

            @Described(value = "Its type as in CREATE TABLE.", example = "uuid")
            SqlExpression type,

            @Described(
                    value = "Where each row's owner is found, and how long he is kept right; not untilApplied.",
                    example = "{ from: { parent: conversations, by: [conversation_id], value: auth_user_id } }")
            BackfillConfig backfill,

            @Described(value = "A comment on the column.", example = "Whose message it is.")
            Optional<String> comment,

            @Described(value = "The column's index.", example = "{ name: idx_messages_auth_user_id }", absent = "{}")
            Index index,

            @Described(value = "To what the owner refers.", example = "{ references: auth.users }")
            Optional<ForeignKey> foreignKey,

            @Described(
                    value = "The policies, as rls.policies has them; they are set last, all at once, and row level"
                            + " security is enabled. Without any, the policies stay as they are.",
                    example =
                            "[ { name: own messages, roles: [authenticated], using: auth_user_id = (SELECT auth.uid()) } ]",
                    absent = "[]")
            List<DeclaredPolicy> policies,

            @Described(
                    value = "Whether policies that are not listed are dropped when the listed ones are set; a rollback"
                            + " brings them back.",
                    example = "true",
                    absent = "true")
            boolean exclusive,

            @Described(
                    value = "Whether the policies apply to the owner of the table, too; without it, as before.",
                    example = "false")
            Optional<Boolean> force) {

        public Config {
            policies = List.copyOf(policies);
            SetPolicies.requireDifferentNames(policies);
            if (backfill.maintained().filter(Maintained.UNTIL_APPLIED::equals).isPresent()) {
                throw new InvalidConfig(
                        "backfill",
                        "statements that do not know the column would fail as soon as the plan is applied",
                        "Say maintained: untilFinalized, or always.");
            }
            if (policies.isEmpty() && force.isPresent()) {
                throw new InvalidConfig(
                        "force", "there are no policies to be applied", "List the policies, or leave it out.");
            }
        }

        private String nameOf(Optional<Identifier> given, String suffix) {
            return given.map(Identifier::name).orElse(table.local() + "_" + column.name() + suffix);
        }

        private SetPolicies.Config rowSecurity() {
            return new SetPolicies.Config(
                    table,
                    true,
                    force.orElse(false),
                    exclusive,
                    Partitions.NONE,
                    policies,
                    List.of(),
                    Optional.empty());
        }
    }

    @Described("An index of the column, which is built while the table is read and written.")
    public record Index(
            @Described(
                    value = "Its name; without it, that of the table and the column, and idx.",
                    example = "idx_messages_auth_user_id")
            Optional<Identifier> name) {}

    @Described("A reference to the owners.")
    public record ForeignKey(
            @Described(value = "The table that the owner refers to.", example = "auth.users")
            QualifiedName references,

            @Described(value = "Its column; without it, its primary key.", example = "id")
            Optional<Identifier> referencedColumn,

            @Described(
                    value = "What becomes of an owner's rows when he is deleted; restrict: he cannot be.",
                    example = "cascade",
                    absent = "noAction")
            OnDelete onDelete,

            @Described(
                    value = "The constraint's name; without it, that of the table and the column, and fkey.",
                    example = "messages_owner")
            Optional<Identifier> name) {}

    @Inject
    public OwnerColumn() {}

    @Override
    protected List<Change> changes(Config config) {
        return rounds(config).stream().flatMap(List::stream).toList();
    }

    /** Who deletes an owner finds his rows by the index, so it is there before the foreign key. */
    @Override
    protected List<List<Change>> rounds(Config config) {
        String column = config.column().name();
        List<List<Change>> rounds = new ArrayList<>();
        rounds.add(List.of(new AddFilledColumn(
                config.table(),
                new NewColumn(column, config.type().text(), Optional.empty(), true),
                config.comment(),
                config.backfill().backfill(Maintained.UNTIL_FINALIZED))));
        rounds.add(List.of(
                new BuildIndex(config.table(), config.nameOf(config.index().name(), "_idx"), List.of(column))));
        config.foreignKey()
                .ifPresent(key -> rounds.add(List.of(new AddForeignKey(
                        config.table(),
                        config.nameOf(key.name(), "_fkey"),
                        new ConstraintStatements.ForeignKey(
                                List.of(column),
                                key.references(),
                                key.referencedColumn().map(Identifier::name).stream()
                                        .toList(),
                                key.onDelete().words())))));
        if (!config.policies().isEmpty()) {
            rounds.add(List.of(
                    new DeclaredPolicies(config.rowSecurity(), config.force()),
                    new RowSecurityOnTable(config.table(), true, config.force())));
        }
        return rounds;
    }
}
