package dev.underpin.postgresql;

import dev.underpin.spi.sql.SqlToken;
import dev.underpin.spi.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;

/**
 * Casts of array constructors. For {@code kind IN ('a', 'b')} over a {@code varchar} the server prints
 * {@code (ARRAY['a'::character varying, …])::text[]}; reading that, it casts each element instead of the array. Where the
 * cast is left out, it puts it back as it was.
 */
final class ArrayCasts {

    private final String sql;
    private final List<SqlToken> tokens;
    private final StringBuilder kept = new StringBuilder();
    private int copied;

    private ArrayCasts(String sql) {
        this.sql = sql;
        this.tokens = SqlToken.of(sql);
    }

    /** The expression without them. */
    static String leftToTheServer(String expression) {
        return new ArrayCasts(expression).strip();
    }

    private String strip() {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (is(i, "(") && word(i + 1, "ARRAY") && is(i + 2, "[")) {
                int close = closing(i);
                int end = endOfArrayCast(close + 1);
                if (end > 0) {
                    kept.append(sql, copied, tokens.get(close).end());
                    copied = tokens.get(end).end();
                    i = end;
                }
            }
        }
        return kept.append(sql, copied, sql.length()).toString();
    }

    /** The parenthesis that closes this one. */
    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    /** The last token of {@code ::type[]} if that begins here, else 0. */
    private int endOfArrayCast(int start) {
        if (!is(start, "::")) {
            return 0;
        }
        int i = start + 1;
        while (i < tokens.size() && partOfTypeName(i)) {
            i = is(i, "(") ? closing(i) + 1 : i + 1;
        }
        return is(i, "[") && is(i + 1, "]") ? i + 1 : 0;
    }

    private boolean partOfTypeName(int index) {
        Kind kind = tokens.get(index).kind();
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME || is(index, ".") || is(index, "(");
    }

    private boolean is(int index, String sign) {
        return index < tokens.size()
                && tokens.get(index).kind() == Kind.SIGN
                && tokens.get(index).in(sql).equals(sign);
    }

    private boolean word(int index, String word) {
        return tokens.get(index).kind() == Kind.WORD
                && tokens.get(index).in(sql).toUpperCase(Locale.ROOT).equals(word);
    }
}
