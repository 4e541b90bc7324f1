package dev.underpin.indexing;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** A relation that can have indexes: a table, a partition or a materialized view. */
record IndexedRelation(
        QualifiedName name,
        RelationKind kind,
        String owner,
        List<Column> columns,
        List<Index> indexes,
        Optional<Partitioning> partitioning,
        Optional<PartitionOf> partitionOf) {

    /** The relation and everything below it by partitioning, parents before children; empty if it can have no index. */
    static List<IndexedRelation> of(QualifiedName name, Catalog catalog) {
        Optional<View> view = catalog.view(name).filter(View::materialized);
        return view.isPresent()
                ? List.of(of(view.get()))
                : catalog.tree(name).stream().map(IndexedRelation::of).toList();
    }

    private static IndexedRelation of(Table table) {
        return new IndexedRelation(
                table.name(),
                table.kind(),
                table.owner(),
                table.columns(),
                table.indexes(),
                table.partitioning(),
                table.partitionOf());
    }

    private static IndexedRelation of(View view) {
        return new IndexedRelation(
                view.name(),
                view.kind(),
                view.owner(),
                view.columns(),
                view.indexes(),
                Optional.empty(),
                Optional.empty());
    }

    boolean partitioned() {
        return kind == RelationKind.PARTITIONED_TABLE;
    }

    boolean hasColumn(String column) {
        return columns.stream().anyMatch(candidate -> candidate.name().equals(column));
    }

    Optional<Index> index(QualifiedName index) {
        return indexes.stream()
                .filter(candidate -> candidate.name().equals(index))
                .findFirst();
    }
}
