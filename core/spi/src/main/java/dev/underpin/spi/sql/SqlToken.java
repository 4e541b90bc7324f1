package dev.underpin.spi.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A piece of SQL text, white space left out.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 */
public record SqlToken(Kind kind, int start, int end) {

    public enum Kind {
        /** A keyword, a name without quotes or a number. */
        WORD,
        /** A character string, of single quotes or of dollar quotes. */
        STRING,
        /** A name in double quotes. */
        QUOTED_NAME,
        COMMENT,
        /** {@code :name}, a value that is bound when the statement runs. */
        PLACEHOLDER,
        /** <code>${name}</code>, a parameter of the plan. */
        SUBSTITUTION,
        /** Any other sign, each by itself; {@code ::} is one. */
        SIGN
    }

    /**
     * Divides a text as the server would with {@code standard_conforming_strings} on.
     *
     * @throws UnterminatedSql if a quotation or a comment does not end
     */
    public static List<SqlToken> of(String sql) {
        return new SqlScanner(sql).scan();
    }

    /** In lower case: what a statement begins with, but for parentheses and comments; empty if that is no word. */
    public static Optional<String> firstWord(String sql) {
        return of(sql).stream()
                .filter(token -> token.kind() != Kind.COMMENT && !token.in(sql).equals("("))
                .findFirst()
                .filter(token -> token.kind() == Kind.WORD)
                .map(token -> token.in(sql).toLowerCase(Locale.ROOT));
    }

    /** Without the white space around it, as the server sees white space. */
    static String stripped(String sql) {
        int start = 0;
        int end = sql.length();
        while (start < end && SqlScanner.isSpace(sql.charAt(start))) {
            start++;
        }
        while (end > start && SqlScanner.isSpace(sql.charAt(end - 1))) {
            end--;
        }
        return sql.substring(start, end);
    }

    public String in(String sql) {
        return sql.substring(start, end);
    }
}
