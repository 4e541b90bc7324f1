package dev.underpin.partitioning.usage;

import dev.underpin.spi.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SQL as words and what stands in parentheses. */
sealed interface SqlNode {

    /** Of its first character. */
    int offset();

    /**
     * A token.
     *
     * @param text a word in lower case, a quoted name without its quotes, a string with them
     */
    record Leaf(SqlToken.Kind kind, String text, int offset) implements SqlNode {

        private boolean isWord(String word) {
            return kind == SqlToken.Kind.WORD && text.equals(word);
        }

        private boolean isSign(String sign) {
            return kind == SqlToken.Kind.SIGN && text.equals(sign);
        }

        private boolean isName() {
            return kind == SqlToken.Kind.WORD || kind == SqlToken.Kind.QUOTED_NAME;
        }
    }

    /** What stands in parentheses. */
    record Group(List<SqlNode> nodes, int offset) implements SqlNode {}

    default boolean word(String word) {
        return this instanceof Leaf leaf && leaf.isWord(word);
    }

    default boolean sign(String sign) {
        return this instanceof Leaf leaf && leaf.isSign(sign);
    }

    default boolean name() {
        return this instanceof Leaf leaf && leaf.isName();
    }

    /** Empty for what stands in parentheses. */
    default String text() {
        return this instanceof Leaf leaf ? leaf.text() : "";
    }

    /** Without white space, quotes of names and outer parentheses. */
    static String flat(List<SqlNode> nodes) {
        if (nodes.size() == 1 && nodes.get(0) instanceof Group group) {
            return flat(group.nodes());
        }
        StringBuilder text = new StringBuilder();
        for (SqlNode node : nodes) {
            text.append(node instanceof Group group ? "(" + flat(group.nodes()) + ")" : node.text());
        }
        return text.toString();
    }

    /**
     * Closing parentheses that nothing opened are passed over.
     *
     * @throws dev.underpin.spi.sql.UnterminatedSql if a quotation or a comment does not end
     */
    static List<SqlNode> parse(String sql) {
        return new Parser(sql).group(0);
    }

    /** Takes tokens until its parenthesis closes. What is nested more deeply than anybody writes counts as not nested. */
    final class Parser {

        private static final int DEEPEST = 200;

        private final String sql;
        private final List<SqlToken> tokens;
        private int at;

        private Parser(String sql) {
            this.sql = sql;
            this.tokens = SqlToken.of(sql);
        }

        private List<SqlNode> group(int depth) {
            List<SqlNode> nodes = new ArrayList<>();
            int tooDeep = 0;
            while (at < tokens.size()) {
                SqlToken token = tokens.get(at++);
                String text = token.in(sql);
                switch (token.kind()) {
                    case COMMENT -> {}
                    case WORD -> nodes.add(new Leaf(token.kind(), text.toLowerCase(Locale.ROOT), token.start()));
                    case QUOTED_NAME ->
                        nodes.add(new Leaf(
                                token.kind(),
                                text.substring(1, text.length() - 1).replace("\"\"", "\""),
                                token.start()));
                    default -> {
                        if (text.equals("(") && depth == DEEPEST) {
                            tooDeep++;
                        } else if (text.equals("(")) {
                            nodes.add(new Group(group(depth + 1), token.start()));
                        } else if (text.equals(")") && tooDeep > 0) {
                            tooDeep--;
                        } else if (text.equals(")")) {
                            if (depth > 0) {
                                return nodes;
                            }
                        } else {
                            nodes.add(new Leaf(token.kind(), text, token.start()));
                        }
                    }
                }
            }
            return nodes;
        }
    }
}
