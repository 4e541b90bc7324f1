package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * SQL as the plan's author wrote it: a statement, several, or an expression. Parameters of the plan have already become
 * literals in it; every quotation and comment ends.
 */
@Textual(value = "SQL", sql = true)
public record SqlText(String text) {

    private static final Set<String> OF_THE_SESSION = Set.of(
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "prepare",
            "set",
            "reset",
            "discard");

    /** A {@code :name} outside quotations and comments; {@code start} is its colon's offset. */
    public record Placeholder(String name, int start, int end) {}

    public SqlText {
        if (SqlToken.of(text).stream().allMatch(token -> token.kind() == SqlToken.Kind.COMMENT)) {
            throw new IllegalArgumentException("there is no SQL in it");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("there is a NUL character in it");
        }
    }

    public static SqlText parse(String text) {
        return new SqlText(text);
    }

    /** In order of their offsets; a cast ({@code ::}) is none. */
    public static List<Placeholder> placeholders(String sql) {
        List<Placeholder> found = new ArrayList<>();
        for (SqlToken token : SqlToken.of(sql)) {
            if (token.kind() == SqlToken.Kind.PLACEHOLDER) {
                found.add(new Placeholder(sql.substring(token.start() + 1, token.end()), token.start(), token.end()));
            }
        }
        return List.copyOf(found);
    }

    public List<Placeholder> placeholders() {
        return placeholders(text);
    }

    /** The statements that it consists of, divided as psql divides them; empty ones are left out. */
    public List<String> statements() {
        return SqlStatements.of(text);
    }

    /** Whether it is one statement that returns rows and does nothing else, unless functions in it do. */
    public boolean isQuery() {
        return statements().size() == 1 && SqlQuery.begins(text);
    }

    /** Whether one of the statements begins or ends something that the tool keeps: a transaction, a savepoint, a setting. */
    public boolean disturbsSession() {
        return statements().stream()
                .anyMatch(statement -> SqlToken.firstWord(statement)
                        .filter(OF_THE_SESSION::contains)
                        .isPresent());
    }

    @Override
    public String toString() {
        return text;
    }
}
