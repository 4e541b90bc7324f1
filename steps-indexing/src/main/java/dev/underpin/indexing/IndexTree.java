package dev.underpin.indexing;

import dev.underpin.indexing.Node.State;
import dev.underpin.spi.Names;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index of a relation and of everything below it, as far as it is there. A partition's index is, in this order, the
 * one attached to the parent's, the one with the name that the step gives, or another that does the same and can be
 * attached without losing anything.
 */
final class IndexTree {

    private final List<Node> nodes;

    private IndexTree(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * @param hosts the root first
     */
    static IndexTree of(
            List<IndexedRelation> hosts, Identifier name, CanonicalIndex canonical, Catalog catalog, Names names) {
        Map<QualifiedName, TableIndex> places = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (IndexedRelation host : hosts) {
            Optional<TableIndex> parent =
                    host.partitionOf().flatMap(of -> Optional.ofNullable(places.get(of.parent())));
            Node node = node(
                    host,
                    parent,
                    parent.isEmpty() ? rootName(host, name) : partName(host, name, names),
                    canonical,
                    catalog);
            places.put(host.name(), node.place());
            nodes.add(node);
        }
        return new IndexTree(List.copyOf(nodes));
    }

    private static QualifiedName rootName(IndexedRelation host, Identifier name) {
        return host.name().sibling(name.name());
    }

    private static QualifiedName partName(IndexedRelation host, Identifier name, Names names) {
        return names.beside(host.name().sibling(host.name().local() + "_" + name.name()), "");
    }

    private static Node node(
            IndexedRelation host,
            Optional<TableIndex> parent,
            QualifiedName name,
            CanonicalIndex canonical,
            Catalog catalog) {
        Optional<Index> attached = host.indexes().stream()
                .filter(index -> index.parent().isPresent() && index.parent().equals(parent.map(TableIndex::index)))
                .findFirst();
        if (attached.isPresent()) {
            return new Node(
                    host,
                    place(host, attached.get()),
                    parent,
                    State.IN_PLACE,
                    attached,
                    !attached.get().name().equals(name));
        }
        Optional<Index> named = host.index(name).filter(canonical::describes);
        if (named.isPresent()) {
            return new Node(host, place(host, named.get()), parent, state(host, named.get(), parent), named, false);
        }
        Optional<Index> other = parent.isEmpty() ? Optional.empty() : adoptable(host, canonical);
        if (other.isPresent()) {
            return new Node(host, place(host, other.get()), parent, State.LOOSE, other, true);
        }
        State state = catalog.kind(name).isPresent() ? State.TAKEN : State.ABSENT;
        return new Node(host, new TableIndex(host.name(), name), parent, state, Optional.empty(), false);
    }

    private static TableIndex place(IndexedRelation host, Index index) {
        return new TableIndex(host.name(), index.name());
    }

    private static State state(IndexedRelation host, Index index, Optional<TableIndex> parent) {
        if (index.parent().isPresent()) {
            return parent.isEmpty() ? State.IN_PLACE : State.TAKEN;
        }
        if (!host.partitioned() && !index.usable()) {
            return State.BROKEN;
        }
        if (parent.isEmpty()) {
            return State.IN_PLACE;
        }
        return host.partitioned() || free(index) ? State.LOOSE : State.TAKEN;
    }

    /** An index that can be attached and, when the rest goes, be replaced by an equal one: nothing else hangs on it. */
    private static Optional<Index> adoptable(IndexedRelation host, CanonicalIndex canonical) {
        return host.partitioned()
                ? Optional.empty()
                : host.indexes().stream()
                        .filter(canonical::describes)
                        .filter(index -> index.usable() && free(index))
                        .findFirst();
    }

    private static boolean free(Index index) {
        return index.parent().isEmpty()
                && index.constraint().isEmpty()
                && !index.clustered()
                && !index.replicaIdentity()
                && index.statisticsTargets().isEmpty()
                && index.tablespace().isEmpty()
                && index.comment().isEmpty();
    }

    /** Parents before children. */
    List<Node> nodes() {
        return nodes;
    }

    Node root() {
        return nodes.get(0);
    }

    List<Node> below(Node node) {
        List<Node> found = new ArrayList<>(List.of(node));
        for (Node candidate : nodes) {
            boolean child = candidate.host().partitionOf().stream()
                    .anyMatch(
                            of -> found.stream().anyMatch(above -> above.table().equals(of.parent())));
            if (child && !candidate.table().equals(node.table())) {
                found.add(candidate);
            }
        }
        return found;
    }

    List<Node> childrenOf(Node node) {
        return nodes.stream()
                .filter(candidate -> candidate
                        .host()
                        .partitionOf()
                        .filter(of -> of.parent().equals(node.table()))
                        .isPresent())
                .toList();
    }
}
