package dev.underpin.spi.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Sees whether a piece of SQL is complete in itself, so that it can be put into a statement of the tool's. */
final class SqlFragment {

    private SqlFragment() {}

    /**
     * @throws IllegalArgumentException if what follows the text could become a part of it, or it could end what it is
     *     put into
     */
    static void requireComplete(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        if (tokens.stream().allMatch(token -> token.kind() == SqlToken.Kind.COMMENT)) {
            throw new IllegalArgumentException("there is no SQL in it");
        }
        if (sql.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("there is a NUL character in it");
        }
        requireBalance(sql, tokens);
        SqlToken last = tokens.get(tokens.size() - 1);
        if (last.kind() == SqlToken.Kind.COMMENT && last.in(sql).startsWith("--") && last.end() == sql.length()) {
            throw new IllegalArgumentException("it ends in a comment, which would hide what follows");
        }
    }

    private static void requireBalance(String sql, List<SqlToken> tokens) {
        Deque<String> open = new ArrayDeque<>();
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.SIGN) {
                balance(token.in(sql), open);
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("a bracket is opened but not closed: " + open.peek());
        }
    }

    private static void balance(String sign, Deque<String> open) {
        switch (sign) {
            case "(", "[" -> open.push(sign);
            case ")", "]" -> {
                if (open.isEmpty() || !open.pop().equals(sign.equals(")") ? "(" : "[")) {
                    throw new IllegalArgumentException("a bracket is closed but not opened: " + sign);
                }
            }
            case ";" ->
                throw new IllegalArgumentException("a semicolon ends the statement, and only one can stand here");
            default -> {}
        }
    }
}
