package dev.underpin.spi.catalog;

import dev.underpin.spi.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A table with all that belongs to it. Lists are in a canonical order (columns by position, the others by name), so that
 * two tables are equal if and only if their definitions are.
 *
 * @param options storage parameters, those of its TOAST table prefixed with {@code toast.}
 * @param inherits parents by plain inheritance, in order
 * @param heirs tables that inherit from this one, partitions excepted
 * @param ofType the composite type of a typed table
 * @param extension the extension that owns the table
 */
public record Table(
        QualifiedName name,
        RelationKind kind,
        String owner,
        Persistence persistence,
        Optional<String> tablespace,
        String accessMethod,
        SortedMap<String, String> options,
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
        Optional<Partitioning> partitioning,
        Optional<PartitionOf> partitionOf,
        List<QualifiedName> inherits,
        List<QualifiedName> heirs,
        Optional<QualifiedName> ofType,
        Optional<String> extension) {

    public enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
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

    /** The same table with other indexes. */
    public Table withIndexes(List<Index> others) {
        return new Table(
                name,
                kind,
                owner,
                persistence,
                tablespace,
                accessMethod,
                options,
                columns,
                constraints,
                others,
                triggers,
                rowSecurity,
                rules,
                statistics,
                publications,
                replicaIdentity,
                acl,
                comment,
                partitioning,
                partitionOf,
                inherits,
                heirs,
                ofType,
                extension);
    }

    /** The same table with other row security. */
    public Table withRowSecurity(RowSecurity other) {
        return new Table(
                name,
                kind,
                owner,
                persistence,
                tablespace,
                accessMethod,
                options,
                columns,
                constraints,
                indexes,
                triggers,
                other,
                rules,
                statistics,
                publications,
                replicaIdentity,
                acl,
                comment,
                partitioning,
                partitionOf,
                inherits,
                heirs,
                ofType,
                extension);
    }
}
