package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A table with all that belongs to it. Lists are in a canonical order (columns by position, the others by name), so that
 * two tables are equal if and only if their definitions are.
 *
 * @param accessMethod empty text where there is none of its own (foreign tables, mostly partitioned ones)
 * @param options storage parameters, those of its TOAST table prefixed with {@code toast.}; a foreign table's own options
 * @param foreignServer of a foreign table
 * @param inherits parents by plain inheritance, in order
 * @param children tables that inherit from this one, partitions excepted
 * @param ofType the composite type of a typed table
 * @param extension the extension that owns the table
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false, addClassRetainedGenerated = false)
public record Table(
        QualifiedName name,
        RelationKind kind,
        String owner,
        Persistence persistence,
        Optional<String> tablespace,
        String accessMethod,
        SortedMap<String, String> options,
        Optional<String> foreignServer,
        List<Column> columns,
        List<Constraint> constraints,
        List<Index> indexes,
        List<Trigger> triggers,
        RowSecurity rowSecurity,
        List<Rule> rules,
        List<ExtendedStatistics> statistics,
        List<PublicationMembership> publications,
        ReplicaIdentity replicaIdentity,
        Acl acl,
        Optional<String> comment,
        List<SecurityLabel> labels,
        Optional<Partitioning> partitioning,
        Optional<PartitionOf> partitionOf,
        List<QualifiedName> inherits,
        List<QualifiedName> children,
        Optional<QualifiedName> ofType,
        Optional<String> extension) {

    public enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    public Table {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
        triggers = List.copyOf(triggers);
        rules = List.copyOf(rules);
        statistics = List.copyOf(statistics);
        publications = List.copyOf(publications);
        labels = List.copyOf(labels);
        inherits = List.copyOf(inherits);
        children = List.copyOf(children);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    public Optional<Constraint> constraint(String constraintName) {
        return constraints.stream()
                .filter(constraint -> constraint.name().equals(constraintName))
                .findFirst();
    }

    public Optional<Constraint> primaryKey() {
        return constraints.stream()
                .filter(constraint -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
                .findFirst();
    }

    public Optional<Index> index(String indexName) {
        return indexes.stream()
                .filter(index -> index.name().local().equals(indexName))
                .findFirst();
    }

    public boolean partitioned() {
        return kind == RelationKind.PARTITIONED_TABLE;
    }

    /** The same table but for what the change sets: {@code table.but(t -> t.comment(…).owner(…))}. */
    public Table but(UnaryOperator<TableBuilder> change) {
        return change.apply(TableBuilder.builder(this)).build();
    }

    /** The same table with other indexes. */
    public Table withIndexes(List<Index> others) {
        return but(table -> table.indexes(others));
    }

    /** The same table with other row security. */
    public Table withRowSecurity(RowSecurity other) {
        return but(table -> table.rowSecurity(other));
    }
}
