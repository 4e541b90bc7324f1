package dev.underpin.postgresql.catalog;

import dev.underpin.postgresql.catalog.DependencyQuery.Edge;
import dev.underpin.postgresql.catalog.DependencyQuery.Node;
import dev.underpin.postgresql.catalog.DependencyQuery.Usable;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.impl.DSL;

/** What is bound to a relation by identity, directly and through views and functions, level by level. */
final class DependentsReader {

    private static final String OID = """
            SELECT c.oid::int8 AS oid
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = {0} AND c.relname = {1}
            """;

    private record Row(long oid) {}

    private final Queries queries;
    private final DependencyQuery query;

    DependentsReader(Queries queries) {
        this.queries = queries;
        this.query = new DependencyQuery(queries);
    }

    List<Dependent> read(QualifiedName relation) {
        Optional<Long> oid = queries.row(Row.class, OID, DSL.val(relation.schema()), DSL.val(relation.local()))
                .map(Row::oid);
        return oid.map(root -> queries.atOneMoment(() -> dependents(relation, root)))
                .orElse(List.of());
    }

    private List<Dependent> dependents(QualifiedName relation, long root) {
        List<Edge> edges = closure(root);
        Depths depths = new Depths(edges);
        Map<Node, Dependent> found = new HashMap<>();
        for (Edge edge : edges) {
            found.computeIfAbsent(edge.node(), node -> dependent(relation, edge, depths.of(node)));
        }
        return found.values().stream()
                .sorted(Comparator.comparingInt(Dependent::depth)
                        .thenComparing(Dependent::kind)
                        .thenComparing(Dependent::name)
                        .thenComparing(Dependent::detail))
                .toList();
    }

    private static Dependent dependent(QualifiedName relation, Edge edge, int depth) {
        QualifiedName name = edge.name().isEmpty() ? relation : QualifiedName.of(edge.schema(), edge.name());
        return new Dependent(edge.kind(), name, edge.detail(), edge.definition(), depth);
    }

    /** Asks for the users of the users until there are none that were not seen; what the root itself carries is left out. */
    private List<Edge> closure(long root) {
        List<Edge> all = new ArrayList<>();
        Set<Usable> level = Set.of(new Usable(false, root));
        Set<Usable> seen = new HashSet<>(level);
        while (!level.isEmpty()) {
            Set<Usable> next = new HashSet<>();
            for (Edge edge : query.usersOf(level)) {
                if (edge.carrier() != root) {
                    all.add(edge);
                    edge.usable().filter(seen::add).ifPresent(next::add);
                }
            }
            level = next;
        }
        return all;
    }

    /** How deep each object stands: one deeper than the deepest that it uses. Circles of functions are cut where they close. */
    private static final class Depths {

        private final Map<Node, Set<Usable>> uses = new HashMap<>();
        private final Map<Usable, Set<Node>> nodes = new HashMap<>();
        private final Map<Node, Integer> known = new HashMap<>();
        private final Set<Node> open = new HashSet<>();

        private Depths(List<Edge> edges) {
            for (Edge edge : edges) {
                uses.computeIfAbsent(edge.node(), node -> new HashSet<>()).add(edge.uses());
                edge.usable()
                        .ifPresent(usable -> nodes.computeIfAbsent(usable, key -> new HashSet<>())
                                .add(edge.node()));
            }
        }

        private int of(Node node) {
            Integer depth = known.get(node);
            if (depth != null) {
                return depth;
            }
            if (!open.add(node)) {
                return 0;
            }
            int deepest = uses.getOrDefault(node, Set.of()).stream()
                    .flatMap(used -> nodes.getOrDefault(used, Set.of()).stream())
                    .mapToInt(this::of)
                    .max()
                    .orElse(0);
            open.remove(node);
            known.put(node, deepest + 1);
            return deepest + 1;
        }
    }
}
