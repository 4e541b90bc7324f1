package dev.underpin.spi.catalog;

import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Another catalog with some relations laid over it.
 *
 * <p>What is predicted is the structure. Dependents are those of the relation that has the name now, as a step that lets
 * another take over a name also rebinds them, and the foreign keys of predicted tables; a new relation's extent is that of its namesake, or empty and never
 * analysed.
 *
 * @param removed names under which nothing is found any more
 */
public record PredictedCatalog(
        Catalog base, Map<QualifiedName, Table> tables, Map<QualifiedName, View> views, Set<QualifiedName> removed)
        implements Catalog {

    private static final Extent NEW = new Extent(-1, 0, 0);

    public PredictedCatalog {
        tables = Map.copyOf(tables);
        views = Map.copyOf(views);
        removed = Set.copyOf(removed);
    }

    public static PredictedCatalog over(Catalog base) {
        return new PredictedCatalog(base, Map.of(), Map.of(), Set.of());
    }

    @Override
    public Optional<Table> table(QualifiedName name) {
        if (tables.containsKey(name)) {
            return Optional.of(tables.get(name));
        }
        return hidden(name) ? Optional.empty() : base.table(name);
    }

    @Override
    public List<Table> foretold() {
        return List.copyOf(tables.values());
    }

    @Override
    public List<View> foretoldViews() {
        return List.copyOf(views.values());
    }

    @Override
    public Optional<View> view(QualifiedName name) {
        if (views.containsKey(name)) {
            return Optional.of(views.get(name));
        }
        return hidden(name) ? Optional.empty() : base.view(name);
    }

    @Override
    public Optional<Sequence> sequence(QualifiedName name) {
        return hidden(name) ? Optional.empty() : base.sequence(name);
    }

    @Override
    public List<Sequence> sequencesOf(QualifiedName table) {
        if (removed.contains(table)) {
            return List.of();
        }
        return base.sequencesOf(table).stream()
                .filter(sequence -> !hidden(sequence.name()))
                .toList();
    }

    /** Whether the base's relation of that name cannot be seen. */
    private boolean hidden(QualifiedName name) {
        return removed.contains(name) || tables.containsKey(name) || views.containsKey(name);
    }

    @Override
    public Optional<RelationKind> kind(QualifiedName name) {
        return Stream.of(
                        Optional.ofNullable(tables.get(name)).map(Table::kind),
                        Optional.ofNullable(views.get(name)).map(View::kind),
                        predictedIndexKind(name))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> hidden(name) || lostIndex(name) ? Optional.empty() : base.kind(name));
    }

    private Optional<RelationKind> predictedIndexKind(QualifiedName name) {
        Stream<RelationKind> ofTables = tables.values().stream()
                .filter(table -> has(table.indexes(), name))
                .map(table -> table.partitioned() ? RelationKind.PARTITIONED_INDEX : RelationKind.INDEX);
        Stream<RelationKind> ofViews = views.values().stream()
                .filter(view -> has(view.indexes(), name))
                .map(view -> RelationKind.INDEX);
        return Stream.concat(ofTables, ofViews).findFirst();
    }

    /** Whether the name was that of an index of a relation that is gone or has other indexes now. */
    private boolean lostIndex(QualifiedName name) {
        return Stream.of(tables.keySet(), views.keySet(), removed)
                .flatMap(Set::stream)
                .flatMap(changed -> Stream.concat(
                        base.table(changed).stream().flatMap(table -> table.indexes().stream()),
                        base.view(changed).stream().flatMap(view -> view.indexes().stream())))
                .anyMatch(index -> index.name().equals(name));
    }

    private static boolean has(List<Index> indexes, QualifiedName name) {
        return indexes.stream().anyMatch(index -> index.name().equals(name));
    }

    @Override
    public List<Table> tree(QualifiedName root) {
        if (!hidden(root)) {
            base.tree(root);
        }
        List<Table> found = new ArrayList<>();
        List<Table> level = table(root).stream().toList();
        while (!level.isEmpty()) {
            found.addAll(level);
            level = level.stream()
                    .flatMap(table -> table.partitioning().stream())
                    .flatMap(partitioning -> partitioning.partitions().stream())
                    .map(Partition::name)
                    .sorted()
                    .flatMap(name -> table(name).stream())
                    .toList();
        }
        return List.copyOf(found);
    }

    @Override
    public List<Dependent> dependents(QualifiedName relation) {
        if (removed.contains(relation)) {
            return List.of();
        }
        return Stream.concat(
                        base.dependents(relation).stream().filter(dependent -> !removed.contains(dependent.name())),
                        predictedReferences(relation))
                .distinct()
                .sorted(Comparator.comparingInt(Dependent::depth)
                        .thenComparing(Dependent::kind)
                        .thenComparing(Dependent::name)
                        .thenComparing(Dependent::detail))
                .toList();
    }

    private Stream<Dependent> predictedReferences(QualifiedName relation) {
        return tables.values().stream()
                .filter(table -> !table.name().equals(relation))
                .flatMap(table -> table.constraints().stream()
                        .filter(constraint -> !constraint.inherited()
                                && constraint
                                        .references()
                                        .filter(relation::equals)
                                        .isPresent())
                        .map(constraint -> new Dependent(
                                Dependent.Kind.INCOMING_FOREIGN_KEY,
                                table.name(),
                                constraint.name(),
                                constraint.definition(),
                                1)));
    }

    @Override
    public Extent extent(QualifiedName relation) {
        boolean known = !removed.contains(relation) && base.kind(relation).isPresent();
        if (known) {
            return base.extent(relation);
        }
        if (kind(relation).isEmpty()) {
            throw new IllegalArgumentException("there is no relation " + relation);
        }
        return NEW;
    }

    @Override
    public Optional<Role> role(String name) {
        return base.role(name);
    }

    @Override
    public Principal principal() {
        return base.principal();
    }

    @Override
    public boolean hasSchema(String name) {
        return base.hasSchema(name);
    }

    @Override
    public boolean hasExtension(String name) {
        return base.hasExtension(name);
    }

    @Override
    public DatabaseEnvironment environment() {
        return base.environment();
    }

    @Override
    public Catalog with(List<Table> changed, List<View> changedViews, List<QualifiedName> gone) {
        Map<QualifiedName, Table> nextTables = new HashMap<>(tables);
        Map<QualifiedName, View> nextViews = new HashMap<>(views);
        Set<QualifiedName> nextRemoved = new HashSet<>(removed);
        gone.forEach(name -> {
            nextTables.remove(name);
            nextViews.remove(name);
            nextRemoved.add(name);
        });
        changed.forEach(table -> {
            nextTables.put(table.name(), table);
            nextViews.remove(table.name());
            nextRemoved.remove(table.name());
        });
        changedViews.forEach(view -> {
            nextViews.put(view.name(), view);
            nextTables.remove(view.name());
            nextRemoved.remove(view.name());
        });
        return new PredictedCatalog(base, nextTables, nextViews, nextRemoved);
    }
}
