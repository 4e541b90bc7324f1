package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;
import java.util.Set;

/** A query that the plan's author wrote: one statement, complete, without the final semicolon. */
@Textual(value = "an SQL query (SELECT, WITH, VALUES or TABLE)", sql = true)
public record SqlQuery(String text) {

    private static final Set<String> START = Set.of("select", "with", "values", "table");

    /**
     * @throws IllegalArgumentException if the text is no query, ends in the midst of something, or goes on after its end
     */
    public SqlQuery {
        SqlFragment.requireComplete(text);
        if (!begins(text)) {
            throw new IllegalArgumentException("a query begins with SELECT, WITH, VALUES or TABLE");
        }
    }

    /** Whether the text begins as a query does. */
    static boolean begins(String text) {
        return SqlToken.firstWord(text).filter(START::contains).isPresent();
    }

    public static SqlQuery parse(String text) {
        String stripped = SqlToken.stripped(text);
        return new SqlQuery(
                stripped.endsWith(";") ? SqlToken.stripped(stripped.substring(0, stripped.length() - 1)) : stripped);
    }

    @Override
    public String toString() {
        return text;
    }
}
