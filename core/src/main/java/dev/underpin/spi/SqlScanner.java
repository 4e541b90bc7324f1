package dev.underpin.spi;

import dev.underpin.spi.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides SQL text into tokens, by the rules of PostgreSQL's own scanner. */
final class SqlScanner {

    private static final String NAME_START = "A-Za-z_\\x80-\\x{10FFFF}";

    private static final Pattern DOLLAR_QUOTE =
            Pattern.compile("\\$([" + NAME_START + "][0-9" + NAME_START + "]*)?\\$");

    private static final Pattern WORD = Pattern.compile("[0-9" + NAME_START + "][0-9$" + NAME_START + "]*");

    private static final Pattern PLACEHOLDER = Pattern.compile(":[" + NAME_START + "][0-9" + NAME_START + "]*");

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
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'') {
                add(Kind.STRING, quoted('\'', false, "a string in single quotes"));
            } else if (c == '"') {
                add(Kind.QUOTED_NAME, quoted('"', false, "a name in double quotes"));
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                add(Kind.COMMENT, end < 0 ? sql.length() : end);
            } else if (sql.startsWith("/*", at)) {
                add(Kind.COMMENT, comment());
            } else if (sql.startsWith("::", at)) {
                add(Kind.SIGN, at + 2);
            } else if (!dollarString() && !match(SUBSTITUTION, Kind.SUBSTITUTION)) {
                wordOrSign();
            }
        }
        return List.copyOf(tokens);
    }

    private void wordOrSign() {
        int start = at;
        if (match(PLACEHOLDER, Kind.PLACEHOLDER)) {
            return;
        }
        if (!match(WORD, Kind.WORD)) {
            add(Kind.SIGN, sql.offsetByCodePoints(at, 1));
        } else if (at < sql.length()
                && sql.charAt(at) == '\''
                && sql.substring(start, at).equalsIgnoreCase("e")) {
            add(Kind.STRING, quoted('\'', true, "a string in single quotes"));
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

    private int quoted(char quote, boolean backslashEscapes, String what) {
        for (int i = at + 1; i < sql.length(); i++) {
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
