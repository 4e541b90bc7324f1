package dev.underpin.steps;

import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.SqlText.Placeholder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** What a plan's {@code rollback} says: statements, that there is nothing to take back, or, without any, that there is no way back. */
final class PlannedRollback {

    static final String NONE = "the step gives no rollback";

    private static final String NOTHING = "nothing";

    private PlannedRollback() {}

    /** The one word {@code nothing}. */
    static boolean isNothing(List<SqlText> rollback) {
        return rollback.size() == 1 && rollback.get(0).text().strip().equals(NOTHING);
    }

    static List<String> statements(List<SqlText> rollback) {
        return isNothing(rollback) ? List.of() : Statements.of(rollback);
    }

    /** @throws InvalidConfig if a statement asks for what is not captured */
    static void requireKnown(List<SqlText> rollback, Collection<String> captured) {
        for (String statement : statements(rollback)) {
            SqlText.placeholders(statement).stream()
                    .map(Placeholder::name)
                    .filter(name -> !captured.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidConfig(
                                "rollback",
                                "nothing is captured as " + name,
                                "Capture it, or double the colon if it is a cast.");
                    });
        }
    }

    /** With what was captured in the place of its names, as literals. */
    static String with(Captured captured, String statement, Dialect dialect) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Placeholder placeholder : SqlText.placeholders(statement)) {
            text.append(statement, copied, placeholder.start())
                    .append(Optional.ofNullable(captured.values().get(placeholder.name()))
                            .map(value -> dialect.render(DSL.inline(value)))
                            .orElse("NULL"));
            copied = placeholder.end();
        }
        return text.append(statement, copied, statement.length()).toString();
    }
}
