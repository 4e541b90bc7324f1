package dev.underpin.steps;

import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.GrantOnTable;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** {@code table.grant}. */
public final class GrantTable extends ChangeStep<GrantTable.Config> {

    @Described("What roles may do with a table, in addition to what they may.")
    public record Config(
            @Described(value = "The table.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The privileges.", example = "[select, insert]")
            List<String> privileges,

            @Described(value = "The roles; public means everybody.", example = "[app_reader]")
            List<Identifier> to,

            @Described(value = "Whether they may give them on.", example = "false", absent = "false")
            boolean grantable) {

        public Config {
            privileges = privileges.stream()
                    .map(word -> word.toUpperCase(Locale.ROOT))
                    .toList();
            to = List.copyOf(to);
            if (privileges.isEmpty() || to.isEmpty()) {
                throw new InvalidConfig(
                        "", "nothing is granted to anybody", "List privileges, and roles that get them.");
            }
            if (grantable && to.stream().anyMatch(role -> role.name().equals("public"))) {
                throw new InvalidConfig(
                        "grantable",
                        "everybody cannot be given the right to give it on",
                        "Name roles, or leave it out.");
            }
        }
    }

    @Inject
    public GrantTable() {}

    @Override
    protected List<Change> changes(Config config) {
        return config.to().stream()
                .map(Identifier::name)
                .distinct()
                .<Change>map(role -> new GrantOnTable(config.table(), config.privileges(), role, config.grantable()))
                .toList();
    }
}
