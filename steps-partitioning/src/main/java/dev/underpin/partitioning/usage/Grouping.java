package dev.underpin.partitioning.usage;

import dev.underpin.partitioning.usage.TableNames.Named;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a query groups by the old key and relies on all other columns being determined by it. */
final class Grouping {

    private static final Set<String> AGGREGATES = Set.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "array_agg",
            "string_agg",
            "json_agg",
            "jsonb_agg",
            "json_object_agg",
            "jsonb_object_agg",
            "bool_and",
            "bool_or",
            "every",
            "bit_and",
            "bit_or",
            "bit_xor",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "variance",
            "var_pop",
            "var_samp",
            "corr",
            "covar_pop",
            "covar_samp",
            "xmlagg",
            "range_agg",
            "any_value",
            "percentile_cont",
            "percentile_disc",
            "mode",
            "filter",
            "within");

    private static final Set<String> BEHIND_GROUPING =
            Set.of("having", "window", "order", "limit", "offset", "fetch", "for");

    private final StatementTarget target;
    private final Set<String> aliases;

    Grouping(StatementTarget target, List<Named> sources) {
        this.target = target;
        this.aliases = sources.stream().map(Named::alias).collect(Collectors.toSet());
    }

    /**
     * @param selected what is selected
     * @param from where the clauses behind FROM begin
     */
    boolean needsOldKey(List<SqlNode> selected, List<SqlNode> nodes, int from) {
        int group = ClauseKeywords.find(nodes, from, "group");
        if (!ClauseKeywords.follow(nodes, group, "group", "by")) {
            return false;
        }
        int end = ClauseKeywords.find(nodes, group + 2, BEHIND_GROUPING);
        List<List<SqlNode>> results = ClauseKeywords.items(selected);
        Set<String> grouped = new HashSet<>();
        for (List<SqlNode> item : ClauseKeywords.items(nodes.subList(group + 2, end))) {
            grouped.add(column(position(item, results)));
        }
        return grouped.containsAll(target.oldKey())
                && !grouped.contains(target.column())
                && (readsOther(selected, grouped) || readsOther(nodes.subList(end, nodes.size()), grouped));
    }

    /** {@code GROUP BY 1} is the first result. */
    private static List<SqlNode> position(List<SqlNode> item, List<List<SqlNode>> results) {
        if (item.size() == 1 && item.get(0).text().matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(item.get(0).text());
            if (number >= 1 && number <= results.size()) {
                return results.get(number - 1);
            }
        }
        return item;
    }

    /** The column of the table that an item begins with; empty text if it is something else. */
    private String column(List<SqlNode> item) {
        if (item.size() >= 3
                && item.get(1).sign(".")
                && aliases.contains(item.get(0).text())) {
            return item.get(2).text();
        }
        return item.isEmpty() || item.size() > 1 && item.get(1).sign(".")
                ? ""
                : item.get(0).text();
    }

    private boolean readsOther(List<SqlNode> nodes, Set<String> grouped) {
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            if (node instanceof SqlNode.Group group) {
                boolean aggregated = i > 0 && ClauseKeywords.isWordOf(nodes.get(i - 1), AGGREGATES);
                boolean query = !group.nodes().isEmpty() && group.nodes().get(0).word("select");
                if (!aggregated && !query && readsOther(group.nodes(), grouped)) {
                    return true;
                }
            } else if (readsOther(nodes, i, grouped)) {
                return true;
            }
        }
        return false;
    }

    private boolean readsOther(List<SqlNode> nodes, int at, Set<String> grouped) {
        SqlNode node = nodes.get(at);
        boolean qualified = at >= 2 && nodes.get(at - 1).sign(".");
        if (qualified && !aliases.contains(nodes.get(at - 2).text())) {
            return false;
        }
        if (node.sign("*")) {
            return qualified || at == 0 || nodes.get(at - 1).sign(",");
        }
        boolean renamed = at > 0 && nodes.get(at - 1).word("as");
        return !renamed && node.name() && target.columns().contains(node.text()) && !grouped.contains(node.text());
    }
}
