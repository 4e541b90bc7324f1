package dev.underpin.partitioning.usage;

import java.util.List;
import java.util.Set;

/** Whether the conditions of a statement let the server leave partitions out. */
final class Bounds {

    private static final Set<String> LOGIC =
            Set.of("where", "on", "and", "or", "not", "using", "when", "then", "else", "case");

    private static final Set<String> SIGNS = Set.of("=", "<", ">");

    private final StatementTarget target;
    private final String alias;

    /**
     * @param alias by which the statement qualifies the table's columns
     */
    Bounds(StatementTarget target, String alias) {
        this.target = target;
        this.alias = alias;
    }

    /** The bare partition column is compared with something. */
    boolean boundIn(List<SqlNode> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            SqlNode node = conditions.get(i);
            if (node instanceof SqlNode.Group group) {
                if (i > 0 && conditions.get(i - 1).word("using") && mentions(group.nodes(), target.column())) {
                    return true;
                }
                if (holdsConditions(conditions, i, group) && boundIn(group.nodes())) {
                    return true;
                }
            } else if (isColumn(conditions, i, target.column()) && compared(conditions, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsConditions(List<SqlNode> nodes, int at, SqlNode.Group group) {
        boolean called = at > 0 && nodes.get(at - 1).name() && !ClauseKeywords.isWordOf(nodes.get(at - 1), LOGIC);
        boolean query = !group.nodes().isEmpty()
                && ClauseKeywords.isWordOf(group.nodes().get(0), Set.of("select", "with", "values", "table"));
        return !called && !query;
    }

    private static boolean compared(List<SqlNode> nodes, int at) {
        if (at + 1 < nodes.size()) {
            SqlNode next = nodes.get(at + 1);
            boolean differs =
                    next.sign("<") && at + 2 < nodes.size() && nodes.get(at + 2).sign(">");
            if (SIGNS.contains(next.text()) && !differs || next.word("between") || next.word("in")) {
                return true;
            }
            if (!ClauseKeywords.isWordOf(next, LOGIC)) {
                return false;
            }
        }
        int before = at - 1;
        while (before > 0 && nodes.get(before).sign(".")) {
            before -= 2;
        }
        return before >= 0 && SIGNS.contains(nodes.get(before).text());
    }

    /** At this level or in parentheses, subqueries left out. */
    boolean mentions(List<SqlNode> nodes, String column) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof SqlNode.Group group) {
                boolean query = !group.nodes().isEmpty() && group.nodes().get(0).word("select");
                if (!query && mentions(group.nodes(), column)) {
                    return true;
                }
            } else if (isColumn(nodes, i, column)) {
                return true;
            }
        }
        return false;
    }

    private boolean isColumn(List<SqlNode> nodes, int at, String column) {
        if (!nodes.get(at).name() || !nodes.get(at).text().equals(column)) {
            return false;
        }
        boolean qualified = at >= 2 && nodes.get(at - 1).sign(".");
        return !qualified || nodes.get(at - 2).text().equals(alias);
    }
}
