package dev.underpin.spi.sql;

import dev.underpin.spi.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides SQL text into tokens, by the rules of PostgreSQL's own scanner. Where majors differ, a text that one of them takes is
 * divided as that one divides it; what none of them takes (half a surrogate pair, a brace outside of quotations) may be divided
 * anyhow.
 */
final class SqlScanner {

    /** What the server sees as a byte with the high bit set belongs to names, be it a space in Unicode. */
    private static final String NAME_START = "A-Za-z_\\x80-\\uD7FF\\uE000-\\x{10FFFF}";

    private static final Pattern DOLLAR_QUOTE =
            Pattern.compile("\\$([" + NAME_START + "][0-9" + NAME_START + "]*)?\\$");

    private static final Pattern NAME = Pattern.compile("[" + NAME_START + "][0-9$" + NAME_START + "]*");

    /** A name may begin right behind it, and so may a quotation. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]*)?(?:[Ee][-+]?[0-9]+)?");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^{}'\"\\s]*\\}");

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    List<SqlToken> scan() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (c == '\'') {
                add(Kind.STRING, string(false));
            } else if (c == '"') {
                add(Kind.QUOTED_NAME, closing('"', at + 1, false, "a name in double quotes"));
            } else if (sql.startsWith("--", at)) {
                add(Kind.COMMENT, lineEnd(at));
            } else if (sql.startsWith("/*", at)) {
                add(Kind.COMMENT, comment());
            } else if (sql.startsWith("::", at)) {
                add(Kind.SIGN, at + 2);
            } else if (c == ':') {
                colon();
            } else if (c == '$') {
                dollar();
            } else if (!match(NUMBER, Kind.WORD)) {
                nameOrSign();
            }
        }
        return List.copyOf(tokens);
    }

    /** The server knows no others; the vertical tab is one since 16, and an error before. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\u000B' || isLineEnd(c);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < sql.length() && !isLineEnd(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private void colon() {
        Matcher name = NAME.matcher(sql).region(at + 1, sql.length());
        boolean placeholder =
                name.lookingAt() && name.group().indexOf('$') < 0 && !beginsEscapeString(name.start(), name.end());
        add(placeholder ? Kind.PLACEHOLDER : Kind.SIGN, placeholder ? name.end() : at + 1);
    }

    private void dollar() {
        if (!dollarString() && !match(SUBSTITUTION, Kind.SUBSTITUTION)) {
            add(Kind.SIGN, at + 1);
            match(DIGITS, Kind.WORD);
        }
    }

    private boolean dollarString() {
        Matcher matcher = DOLLAR_QUOTE.matcher(sql).region(at, sql.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        int close = sql.indexOf(matcher.group(), matcher.end());
        if (close < 0) {
            throw new UnterminatedSql("a string in " + matcher.group() + " quotes", at);
        }
        add(Kind.STRING, close + matcher.group().length());
        return true;
    }

    private void nameOrSign() {
        int start = at;
        if (!match(NAME, Kind.WORD)) {
            add(Kind.SIGN, sql.offsetByCodePoints(at, 1));
        } else if (beginsEscapeString(start, at)) {
            add(Kind.STRING, string(true));
        }
    }

    private boolean beginsEscapeString(int start, int end) {
        return end - start == 1
                && (sql.charAt(start) == 'e' || sql.charAt(start) == 'E')
                && end < sql.length()
                && sql.charAt(end) == '\'';
    }

    /** A string goes on, with the escapes that it began with, in quotes on a line further down. */
    private int string(boolean backslashEscapes) {
        int end = at;
        int opening = at;
        while (opening >= 0) {
            end = closing('\'', opening + 1, backslashEscapes, "a string in single quotes");
            opening = continuation(end);
        }
        return end;
    }

    /** Where the quotation goes on, or -1. */
    private int continuation(int from) {
        boolean furtherDown = false;
        int i = from;
        while (i < sql.length()) {
            if (isSpace(sql.charAt(i))) {
                furtherDown |= isLineEnd(sql.charAt(i));
                i++;
            } else if (sql.startsWith("--", i)) {
                i = lineEnd(i);
            } else {
                return furtherDown && sql.charAt(i) == '\'' ? i : -1;
            }
        }
        return -1;
    }

    /** Behind the closing quote; a doubled one closes nothing. */
    private int closing(char quote, int from, boolean backslashEscapes, String what) {
        for (int i = from; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && backslashEscapes) {
                i++;
            } else if (c == quote) {
                if (i + 1 == sql.length() || sql.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        throw new UnterminatedSql(what, at);
    }

    private int comment() {
        int depth = 0;
        for (int i = at; i < sql.length(); i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        throw new UnterminatedSql("a comment", at);
    }

    private boolean match(Pattern pattern, Kind kind) {
        Matcher matcher = pattern.matcher(sql).region(at, sql.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        add(kind, matcher.end());
        return true;
    }

    private void add(Kind kind, int end) {
        tokens.add(new SqlToken(kind, at, end));
        at = end;
    }
}
