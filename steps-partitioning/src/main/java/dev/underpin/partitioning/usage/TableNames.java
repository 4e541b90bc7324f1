package dev.underpin.partitioning.usage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which names stand for the table in one statement: common table expressions hide it. */
final class TableNames {

    private final StatementTarget target;
    private final boolean unqualified;
    private final Set<String> hidden = new HashSet<>();

    private TableNames(StatementTarget target, boolean unqualified) {
        this.target = target;
        this.unqualified = unqualified;
    }

    static TableNames in(List<SqlNode> statement, StatementTarget target, boolean unqualified) {
        TableNames names = new TableNames(target, unqualified);
        names.hide(statement);
        return names;
    }

    private void hide(List<SqlNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            if (node instanceof SqlNode.Group group) {
                hide(group.nodes());
            } else if (node.name() && beginsExpression(nodes, i + 1)) {
                hidden.add(node.text());
            }
        }
    }

    /** {@code name [(columns)] AS [[NOT] MATERIALIZED] (…)}. */
    private static boolean beginsExpression(List<SqlNode> nodes, int from) {
        int at = from;
        if (at < nodes.size() && nodes.get(at) instanceof SqlNode.Group) {
            at++;
        }
        if (at >= nodes.size() || !nodes.get(at).word("as")) {
            return false;
        }
        at++;
        while (at < nodes.size() && (nodes.get(at).word("not") || nodes.get(at).word("materialized"))) {
            at++;
        }
        return at < nodes.size() && nodes.get(at) instanceof SqlNode.Group;
    }

    /**
     * A table as a statement names it.
     *
     * @param ours whether it is the one that is to be partitioned
     * @param only whether ONLY stands before it
     * @param alias by which its columns are qualified
     * @param next the place behind it
     */
    record Named(boolean ours, boolean only, String alias, int next) {}

    /** What stands at this place, if it is a table's name. */
    Optional<Named> at(List<SqlNode> nodes, int from) {
        int at = from;
        boolean only = at < nodes.size() && nodes.get(at).word("only");
        if (only) {
            at++;
        }
        if (only && at < nodes.size() && nodes.get(at) instanceof SqlNode.Group group) {
            int behind = at + 1;
            return at(group.nodes(), 0)
                    .map(inner ->
                            new Named(inner.ours(), true, alias(nodes, behind).orElse(inner.alias()), behind));
        }
        List<String> parts = new ArrayList<>();
        while (at < nodes.size() && nodes.get(at).name()) {
            parts.add(nodes.get(at).text());
            at++;
            if (at >= nodes.size() || !nodes.get(at).sign(".")) {
                break;
            }
            at++;
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        if (at < nodes.size() && nodes.get(at).sign("*")) {
            at++;
        }
        String local = parts.get(parts.size() - 1);
        return Optional.of(new Named(ours(parts), only, alias(nodes, at).orElse(local), at));
    }

    private boolean ours(List<String> parts) {
        int last = parts.size() - 1;
        if (!parts.get(last).equals(target.table().local())) {
            return false;
        }
        return last == 0
                ? unqualified && !hidden.contains(parts.get(0))
                : parts.get(last - 1).equals(target.table().schema());
    }

    private static Optional<String> alias(List<SqlNode> nodes, int from) {
        int at = from < nodes.size() && nodes.get(from).word("as") ? from + 1 : from;
        return at < nodes.size() && nodes.get(at).name() && !ClauseKeywords.ends(nodes.get(at))
                ? Optional.of(nodes.get(at).text())
                : Optional.empty();
    }
}
