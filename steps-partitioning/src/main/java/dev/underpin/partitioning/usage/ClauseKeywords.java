package dev.underpin.partitioning.usage;

import java.util.List;
import java.util.Set;

/** The words that divide a statement into clauses. */
final class ClauseKeywords {

    private static final Set<String> CLAUSES = Set.of(
            "where",
            "group",
            "having",
            "window",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "returning",
            "union",
            "intersect",
            "except",
            "set",
            "values",
            "on",
            "using",
            "join",
            "inner",
            "left",
            "right",
            "full",
            "cross",
            "natural",
            "when",
            "select",
            "default",
            "overriding",
            "tablesample",
            "into",
            "from",
            "to",
            "with",
            "as",
            "restart",
            "continue",
            "cascade",
            "restrict",
            "table",
            "loop",
            "then",
            "lateral",
            "in",
            "nowait");

    private static final Set<String> SET_OPERATIONS = Set.of("union", "intersect", "except");

    private ClauseKeywords() {}

    /** Whether it cannot be an alias. */
    static boolean ends(SqlNode node) {
        return node instanceof SqlNode.Leaf leaf
                && leaf.kind() == dev.underpin.spi.sql.SqlToken.Kind.WORD
                && CLAUSES.contains(leaf.text());
    }

    static boolean combinesQueries(SqlNode node) {
        return isWordOf(node, SET_OPERATIONS);
    }

    static boolean isWordOf(SqlNode node, Set<String> words) {
        return node instanceof SqlNode.Leaf leaf
                && leaf.kind() == dev.underpin.spi.sql.SqlToken.Kind.WORD
                && words.contains(leaf.text());
    }

    /** The first place from {@code from} on, at this level, where one of the words stands; else the end. */
    static int find(List<SqlNode> nodes, int from, Set<String> words) {
        int at = Math.min(from, nodes.size());
        while (at < nodes.size() && !isWordOf(nodes.get(at), words)) {
            at++;
        }
        return at;
    }

    static int find(List<SqlNode> nodes, int from, String word) {
        return find(nodes, from, Set.of(word));
    }

    /** Whether these words follow one another from a place on. */
    static boolean follow(List<SqlNode> nodes, int from, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (from + i >= nodes.size() || !nodes.get(from + i).word(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Divided at the commas of this level. */
    static List<List<SqlNode>> items(List<SqlNode> nodes) {
        List<List<SqlNode>> items = new java.util.ArrayList<>();
        int start = 0;
        for (int i = 0; i <= nodes.size(); i++) {
            if (i == nodes.size() || nodes.get(i).sign(",")) {
                items.add(nodes.subList(start, i));
                start = i + 1;
            }
        }
        return items;
    }
}
