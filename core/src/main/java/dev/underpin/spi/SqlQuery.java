package dev.underpin.spi;

import java.util.regex.Pattern;

/** A query that the plan's author wrote: one statement, complete, without the final semicolon. */
@Textual(value = "an SQL query (SELECT, WITH, VALUES or TABLE)", sql = true)
public record SqlQuery(String text) {

    private static final Pattern START =
            Pattern.compile("(?i)(?:\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*(select|with|values|table)\\b.*", Pattern.DOTALL);

    /**
     * @throws IllegalArgumentException if the text is no query, ends in the midst of something, or goes on after its end
     */
    public SqlQuery {
        SqlFragment.requireComplete(text);
        if (!START.matcher(text).matches()) {
            throw new IllegalArgumentException("a query begins with SELECT, WITH, VALUES or TABLE");
        }
    }

    public static SqlQuery parse(String text) {
        String stripped = text.strip();
        return new SqlQuery(
                stripped.endsWith(";")
                        ? stripped.substring(0, stripped.length() - 1).strip()
                        : stripped);
    }

    @Override
    public String toString() {
        return text;
    }
}
