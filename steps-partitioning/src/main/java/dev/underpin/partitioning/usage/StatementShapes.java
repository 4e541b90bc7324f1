package dev.underpin.partitioning.usage;

import static dev.underpin.partitioning.usage.StatementKind.CONCURRENTLY;
import static dev.underpin.partitioning.usage.StatementKind.COPY_FREEZE;
import static dev.underpin.partitioning.usage.StatementKind.COPY_TO;
import static dev.underpin.partitioning.usage.StatementKind.GROUP_BY_OLD_KEY;
import static dev.underpin.partitioning.usage.StatementKind.MOVED_ROWS;
import static dev.underpin.partitioning.usage.StatementKind.NO_PARTITION_KEY;
import static dev.underpin.partitioning.usage.StatementKind.ON_CONFLICT_DO_NOTHING;
import static dev.underpin.partitioning.usage.StatementKind.ON_CONFLICT_OLD_KEY;
import static dev.underpin.partitioning.usage.StatementKind.REFERENCES_OLD_KEY;
import static dev.underpin.partitioning.usage.StatementKind.RETURNING_SYSTEM_COLUMN;
import static dev.underpin.partitioning.usage.StatementKind.ROW_ADDRESS;
import static dev.underpin.partitioning.usage.StatementKind.TRUNCATE;
import static dev.underpin.partitioning.usage.StatementKind.TRUNCATE_ONLY;

import dev.underpin.partitioning.usage.TableNames.Named;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds in one statement, its subqueries included, what a partitioned table would answer otherwise. */
final class StatementShapes {

    private static final Set<String> VERBS = Set.of(
            "select",
            "perform",
            "insert",
            "update",
            "delete",
            "merge",
            "copy",
            "truncate",
            "create",
            "drop",
            "alter",
            "reindex",
            "cluster",
            "vacuum",
            "analyze",
            "comment",
            "grant",
            "revoke",
            "lock");

    private static final Set<String> BEHIND_FROM = Set.of(
            "where", "group", "having", "window", "order", "limit", "offset", "fetch", "for", "returning", "into");

    private static final Set<String> BEHIND_CONDITION =
            Set.of("group", "having", "window", "order", "limit", "offset", "fetch", "for", "returning", "into");

    private static final Set<String> BEFORE_TABLE = Set.of("from", "join", "using");

    /** Of a row that has been inserted; the others can be read from a partition. */
    private static final Set<String> UNREADABLE = Set.of("xmin", "xmax", "cmin", "cmax");

    private final StatementTarget target;
    private final TableNames names;
    private final Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
    private boolean namesTable;

    StatementShapes(StatementTarget target, TableNames names) {
        this.target = target;
        this.names = names;
    }

    Set<StatementKind> kinds() {
        return kinds;
    }

    boolean namesTable() {
        return namesTable;
    }

    void read(List<SqlNode> nodes) {
        for (SqlNode node : nodes) {
            if (node instanceof SqlNode.Group group) {
                read(group.nodes());
            }
        }
        references(nodes);
        int start = 0;
        for (int i = 0; i <= nodes.size(); i++) {
            if (i == nodes.size() || ClauseKeywords.combinesQueries(nodes.get(i))) {
                part(nodes.subList(start, i));
                start = i + 1;
            }
        }
    }

    private void part(List<SqlNode> nodes) {
        int verb = ClauseKeywords.find(nodes, 0, VERBS);
        if (verb == nodes.size()) {
            query(nodes, 0);
            return;
        }
        switch (nodes.get(verb).text()) {
            case "insert" -> insert(nodes, verb);
            case "update" -> update(nodes, verb);
            case "merge" -> merge(nodes, verb);
            case "copy" -> copy(nodes, verb);
            case "truncate" -> truncate(nodes, verb);
            case "create" -> {
                index(nodes, verb);
                query(nodes, ClauseKeywords.find(nodes, verb, "select"));
            }
            case "drop" -> dropIndex(nodes, verb);
            case "select", "perform", "delete" -> query(nodes, verb);
            default -> {}
        }
    }

    private Optional<Named> ours(List<SqlNode> nodes, int at) {
        Optional<Named> named = names.at(nodes, at).filter(Named::ours);
        if (named.isPresent()) {
            namesTable = true;
            if (named.get().only() && !kinds.contains(TRUNCATE_ONLY)) {
                kinds.add(StatementKind.ONLY);
            }
        }
        return named;
    }

    private void insert(List<SqlNode> nodes, int verb) {
        int conflict = verb;
        while (conflict < nodes.size() && !ClauseKeywords.follow(nodes, conflict, "on", "conflict")) {
            conflict++;
        }
        int returning = ClauseKeywords.find(nodes, verb, "returning");
        int end = Math.min(conflict, returning);
        query(nodes.subList(0, end), ClauseKeywords.find(nodes, verb, "select"));
        if (ClauseKeywords.follow(nodes, verb, "insert", "into")
                && ours(nodes, verb + 2).isPresent()) {
            if (conflict < nodes.size()) {
                conflict(nodes, conflict + 2);
            }
            if (returning < nodes.size() && mentions(nodes.subList(returning, nodes.size()), UNREADABLE)) {
                kinds.add(RETURNING_SYSTEM_COLUMN);
            }
        }
    }

    private void conflict(List<SqlNode> nodes, int at) {
        if (ClauseKeywords.follow(nodes, at, "do", "nothing")) {
            if (!target.lostKeys().isEmpty()) {
                kinds.add(ON_CONFLICT_DO_NOTHING);
            }
        } else if (ClauseKeywords.follow(nodes, at, "on", "constraint") && at + 2 < nodes.size()) {
            if (target.lostConstraints().contains(nodes.get(at + 2).text())) {
                kinds.add(ON_CONFLICT_OLD_KEY);
            }
        } else if (at < nodes.size() && nodes.get(at) instanceof SqlNode.Group group) {
            Set<String> keys = new HashSet<>();
            ClauseKeywords.items(group.nodes()).forEach(item -> keys.add(key(item)));
            if (target.lostKeys().contains(keys)) {
                kinds.add(ON_CONFLICT_OLD_KEY);
            }
        }
    }

    /** A column, a call or an expression in parentheses; what may follow it is left out. */
    private static String key(List<SqlNode> item) {
        boolean call = item.size() > 1 && item.get(1) instanceof SqlNode.Group;
        return SqlNode.flat(item.subList(0, Math.min(item.size(), call ? 2 : 1)));
    }

    private void update(List<SqlNode> nodes, int verb) {
        Optional<Named> named = ours(nodes, verb + 1);
        int set = ClauseKeywords.find(nodes, verb, "set");
        int from = ClauseKeywords.find(nodes, set, "from");
        int end = Math.min(from, ClauseKeywords.find(nodes, set, BEHIND_FROM));
        if (named.isPresent()) {
            if (set < end && assigns(nodes.subList(set + 1, end))) {
                kinds.add(MOVED_ROWS);
            }
            bounded(named.get(), conditions(nodes, set));
        }
        query(nodes, from);
    }

    private boolean assigns(List<SqlNode> assignments) {
        return ClauseKeywords.items(assignments).stream()
                .filter(item -> !item.isEmpty())
                .anyMatch(item -> item.get(0) instanceof SqlNode.Group group
                        ? ClauseKeywords.items(group.nodes()).stream()
                                .anyMatch(each ->
                                        each.size() == 1 && each.get(0).text().equals(target.column()))
                        : item.get(0).text().equals(target.column()));
    }

    private void merge(List<SqlNode> nodes, int verb) {
        if (!ClauseKeywords.follow(nodes, verb, "merge", "into")) {
            return;
        }
        Optional<Named> named = ours(nodes, verb + 2);
        int using = ClauseKeywords.find(nodes, verb, "using");
        ours(nodes, using + 1);
        int on = ClauseKeywords.find(nodes, using, "on");
        int when = ClauseKeywords.find(nodes, on, "when");
        if (named.isEmpty() || on == nodes.size()) {
            return;
        }
        bounded(named.get(), nodes.subList(on + 1, when));
        for (int i = when; i < nodes.size(); i++) {
            if (ClauseKeywords.follow(nodes, i, "update", "set")) {
                int end = ClauseKeywords.find(nodes, i + 2, Set.of("when", "returning"));
                if (assigns(nodes.subList(i + 2, end))) {
                    kinds.add(MOVED_ROWS);
                }
            }
        }
    }

    private void copy(List<SqlNode> nodes, int verb) {
        Optional<Named> named = ours(nodes, verb + 1);
        if (named.isEmpty()) {
            return;
        }
        if (ClauseKeywords.find(nodes, verb, "to") < nodes.size()) {
            kinds.add(COPY_TO);
        } else if (mentions(nodes.subList(verb, nodes.size()), Set.of("freeze"))) {
            kinds.add(COPY_FREEZE);
        }
    }

    private void truncate(List<SqlNode> nodes, int verb) {
        int first = verb + (ClauseKeywords.follow(nodes, verb + 1, "table") ? 2 : 1);
        for (List<SqlNode> item : ClauseKeywords.items(nodes.subList(Math.min(first, nodes.size()), nodes.size()))) {
            Optional<Named> named = names.at(item, 0).filter(Named::ours);
            if (named.isPresent()) {
                namesTable = true;
                kinds.add(named.get().only() ? TRUNCATE_ONLY : TRUNCATE);
            }
        }
    }

    private void index(List<SqlNode> nodes, int verb) {
        int concurrently = ClauseKeywords.find(nodes, verb, "concurrently");
        int on = ClauseKeywords.find(nodes, concurrently, "on");
        if (on < nodes.size()
                && ClauseKeywords.find(nodes, verb, "index") < concurrently
                && ours(nodes, on + 1).isPresent()) {
            kinds.add(CONCURRENTLY);
        }
    }

    private void dropIndex(List<SqlNode> nodes, int verb) {
        if (ClauseKeywords.follow(nodes, verb, "drop", "index", "concurrently")
                && nodes.stream()
                        .anyMatch(node -> node.name() && target.indexes().contains(node.text()))) {
            namesTable = true;
            kinds.add(CONCURRENTLY);
        }
    }

    private void references(List<SqlNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).word("references")) {
                Optional<Named> named = ours(nodes, i + 1);
                if (named.isPresent()
                        && target.widens()
                        && toOldKey(nodes, named.get().next())) {
                    kinds.add(REFERENCES_OLD_KEY);
                }
            }
        }
    }

    private boolean toOldKey(List<SqlNode> nodes, int at) {
        return at >= nodes.size()
                || !(nodes.get(at) instanceof SqlNode.Group group)
                || ClauseKeywords.items(group.nodes()).size() == target.oldKey().size();
    }

    /** What has a FROM clause behind a place. */
    private void query(List<SqlNode> nodes, int from) {
        int at = fromClause(nodes, from);
        if (at == nodes.size()) {
            return;
        }
        int end = ClauseKeywords.find(nodes, at + 1, BEHIND_FROM);
        List<Named> sources = new ArrayList<>();
        for (int i = at; i < end; i++) {
            if (ClauseKeywords.isWordOf(nodes.get(i), BEFORE_TABLE)
                    || nodes.get(i).sign(",")) {
                ours(nodes, i + 1).ifPresent(sources::add);
            }
        }
        if (sources.isEmpty()) {
            return;
        }
        List<SqlNode> conditions = conditions(nodes, at);
        sources.forEach(source -> bounded(source, conditions));
        int selected = ClauseKeywords.find(nodes.subList(0, at), from, Set.of("select", "perform")) + 1;
        if (target.widens()
                && selected <= at
                && new Grouping(target, sources).needsOldKey(nodes.subList(selected, at), nodes, end)) {
            kinds.add(GROUP_BY_OLD_KEY);
        }
    }

    /** Not that of {@code IS DISTINCT FROM}. */
    private static int fromClause(List<SqlNode> nodes, int from) {
        int at = ClauseKeywords.find(nodes, from, "from");
        while (at < nodes.size()
                && at >= 2
                && nodes.get(at - 1).word("distinct")
                && (nodes.get(at - 2).word("is") || nodes.get(at - 2).word("not"))) {
            at = ClauseKeywords.find(nodes, at + 1, "from");
        }
        return at;
    }

    /** What stands behind WHERE, and behind the ON and USING of joins, where a comma or the next join ends it. */
    private static List<SqlNode> conditions(List<SqlNode> nodes, int from) {
        List<SqlNode> conditions = new ArrayList<>();
        boolean inside = false;
        for (int i = from; i < nodes.size() && !ClauseKeywords.isWordOf(nodes.get(i), BEHIND_CONDITION); i++) {
            SqlNode node = nodes.get(i);
            if (node.word("where") || node.word("on")) {
                inside = true;
            } else if (node.word("join") || node.sign(",")) {
                inside = false;
            } else if (node.word("using") && i + 1 < nodes.size() && nodes.get(i + 1) instanceof SqlNode.Group) {
                conditions.add(node);
                conditions.add(nodes.get(i + 1));
            }
            if (inside) {
                conditions.add(node);
            }
        }
        return conditions;
    }

    private void bounded(Named named, List<SqlNode> conditions) {
        Bounds bounds = new Bounds(target, named.alias());
        if (!conditions.isEmpty() && !bounds.boundIn(conditions)) {
            kinds.add(NO_PARTITION_KEY);
        }
        if (bounds.mentions(conditions, "ctid") && !bounds.mentions(conditions, "tableoid")) {
            kinds.add(ROW_ADDRESS);
        }
    }

    private static boolean mentions(List<SqlNode> nodes, Set<String> words) {
        return nodes.stream()
                .anyMatch(node -> node instanceof SqlNode.Group group
                        ? mentions(group.nodes(), words)
                        : ClauseKeywords.isWordOf(node, words));
    }
}
