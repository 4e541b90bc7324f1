package dev.underpin.internal.measure;

import dev.underpin.internal.measure.Lineage.Place;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an execution plan does, in terms of whole tables and their indexes rather than of partitions. */
public final class PlanFacts {

    /** An index saves nothing on a relation of so many pages. */
    private static final long TRIFLE = 1;

    private final PlanNode root;
    private final Lineage lineage;

    PlanFacts(PlanNode root, Lineage lineage) {
        this.root = root;
        this.lineage = lineage;
    }

    /** How much of a partitioned table is read. */
    record Share(QualifiedName table, int read, int of) {

        boolean pruned() {
            return read < of;
        }

        @Override
        public String toString() {
            return read + " of " + of + " partitions of " + table;
        }
    }

    /** Used, together with the partitioned indexes that they belong to. */
    Set<QualifiedName> indexes() {
        return root.visited()
                .flatMap(node -> node.index().stream())
                .flatMap(index -> lineage.ancestors(index).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the table, or a partition of it, is read, and no other of its local name. */
    boolean readsAlone(QualifiedName table) {
        return places().map(Place::root)
                .filter(root -> root.local().equals(table.local()))
                .collect(Collectors.toSet())
                .equals(Set.of(table));
    }

    /** Of the partitioned tables that are read. */
    Collection<Share> shares() {
        Map<QualifiedName, Set<QualifiedName>> read = new TreeMap<>();
        places().filter(Place::partition)
                .forEach(place -> read.computeIfAbsent(place.root(), table -> new TreeSet<>())
                        .add(place.relation()));
        return read.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue().size(), leaves(entry.getKey())))
                .toList();
    }

    private int leaves(QualifiedName table) {
        return places().filter(place -> place.root().equals(table))
                .mapToInt(Place::leaves)
                .max()
                .orElse(0);
    }

    private Stream<Place> places() {
        return root.visited().flatMap(node -> node.relation().stream()).map(lineage::place);
    }

    /** Whether the server says that it left out inputs when it ran. */
    boolean removedAtRunTime() {
        return root.visited().anyMatch(node -> node.removed() > 0);
    }

    /** Read from end to end, apart from partitions so small that no index could save anything. */
    Set<QualifiedName> scannedWhole() {
        return root.visited()
                .filter(PlanNode::scansWholeRelation)
                .flatMap(node -> node.relation().stream())
                .map(lineage::place)
                .filter(place -> !place.partition() || place.pages() > TRIFLE)
                .map(Place::root)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The kinds of join, a subquery that is run row by row among them. */
    Set<String> joins() {
        return root.visited()
                .filter(node -> node.joins() || node.readsForEachRow())
                .map(node -> node.joins() ? node.type() : "subquery for each row")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** In short, for people: how each table is read. */
    String access() {
        Map<String, Long> ways = root.visited()
                .filter(node -> node.relation().isPresent() || node.type().equals("Bitmap Index Scan"))
                .filter(node -> !node.type().equals("Bitmap Heap Scan"))
                .collect(Collectors.groupingBy(this::way, LinkedHashMap::new, Collectors.counting()));
        return ways.entrySet().stream()
                .map(way -> way.getKey() + (way.getValue() > 1 ? " ×" + way.getValue() : ""))
                .collect(Collectors.joining(", "));
    }

    private String way(PlanNode node) {
        List<String> words = Stream.concat(
                        node.index().stream().map(lineage::highest).map(QualifiedName::local),
                        node.relation().stream()
                                .map(relation ->
                                        "on " + lineage.place(relation).root().local()))
                .toList();
        return node.type() + (words.isEmpty() ? "" : " " + String.join(" ", words));
    }
}
