package dev.underpin.spi.catalog;

import dev.underpin.spi.catalog.Table.Persistence;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A table in the making, for predictions: starts as a copy of another. */
public final class TableDraft {

    private QualifiedName name;
    private RelationKind kind;
    private String owner;
    private Persistence persistence;
    private Optional<String> tablespace;
    private String accessMethod;
    private SortedMap<String, String> options;
    private Optional<String> foreignServer;
    private List<Column> columns;
    private List<Constraint> constraints;
    private List<Index> indexes;
    private List<Trigger> triggers;
    private RowSecurity rowSecurity;
    private List<Rule> rules;
    private List<ExtendedStatistics> statistics;
    private List<PublicationMembership> publications;
    private ReplicaIdentity replicaIdentity;
    private Acl acl;
    private Optional<String> comment;
    private List<SecurityLabel> labels;
    private Optional<Partitioning> partitioning;
    private Optional<PartitionOf> partitionOf;
    private List<QualifiedName> inherits;
    private List<QualifiedName> children;
    private Optional<QualifiedName> ofType;
    private Optional<String> extension;

    TableDraft(Table table) {
        this.name = table.name();
        this.kind = table.kind();
        this.owner = table.owner();
        this.persistence = table.persistence();
        this.tablespace = table.tablespace();
        this.accessMethod = table.accessMethod();
        this.options = table.options();
        this.foreignServer = table.foreignServer();
        this.columns = table.columns();
        this.constraints = table.constraints();
        this.indexes = table.indexes();
        this.triggers = table.triggers();
        this.rowSecurity = table.rowSecurity();
        this.rules = table.rules();
        this.statistics = table.statistics();
        this.publications = table.publications();
        this.replicaIdentity = table.replicaIdentity();
        this.acl = table.acl();
        this.comment = table.comment();
        this.labels = table.labels();
        this.partitioning = table.partitioning();
        this.partitionOf = table.partitionOf();
        this.inherits = table.inherits();
        this.children = table.children();
        this.ofType = table.ofType();
        this.extension = table.extension();
    }

    public TableDraft name(QualifiedName other) {
        this.name = other;
        return this;
    }

    public TableDraft kind(RelationKind other) {
        this.kind = other;
        return this;
    }

    public TableDraft owner(String other) {
        this.owner = other;
        return this;
    }

    public TableDraft persistence(Persistence other) {
        this.persistence = other;
        return this;
    }

    public TableDraft tablespace(Optional<String> other) {
        this.tablespace = other;
        return this;
    }

    public TableDraft accessMethod(String other) {
        this.accessMethod = other;
        return this;
    }

    public TableDraft options(SortedMap<String, String> other) {
        this.options = other;
        return this;
    }

    public TableDraft foreignServer(Optional<String> other) {
        this.foreignServer = other;
        return this;
    }

    public TableDraft columns(List<Column> other) {
        this.columns = other;
        return this;
    }

    public TableDraft constraints(List<Constraint> other) {
        this.constraints = other;
        return this;
    }

    public TableDraft indexes(List<Index> other) {
        this.indexes = other;
        return this;
    }

    public TableDraft triggers(List<Trigger> other) {
        this.triggers = other;
        return this;
    }

    public TableDraft rowSecurity(RowSecurity other) {
        this.rowSecurity = other;
        return this;
    }

    public TableDraft rules(List<Rule> other) {
        this.rules = other;
        return this;
    }

    public TableDraft statistics(List<ExtendedStatistics> other) {
        this.statistics = other;
        return this;
    }

    public TableDraft publications(List<PublicationMembership> other) {
        this.publications = other;
        return this;
    }

    public TableDraft replicaIdentity(ReplicaIdentity other) {
        this.replicaIdentity = other;
        return this;
    }

    public TableDraft acl(Acl other) {
        this.acl = other;
        return this;
    }

    public TableDraft comment(Optional<String> other) {
        this.comment = other;
        return this;
    }

    public TableDraft labels(List<SecurityLabel> other) {
        this.labels = other;
        return this;
    }

    public TableDraft partitioning(Optional<Partitioning> other) {
        this.partitioning = other;
        return this;
    }

    public TableDraft partitionOf(Optional<PartitionOf> other) {
        this.partitionOf = other;
        return this;
    }

    public TableDraft inherits(List<QualifiedName> other) {
        this.inherits = other;
        return this;
    }

    public TableDraft children(List<QualifiedName> other) {
        this.children = other;
        return this;
    }

    public TableDraft ofType(Optional<QualifiedName> other) {
        this.ofType = other;
        return this;
    }

    public TableDraft extension(Optional<String> other) {
        this.extension = other;
        return this;
    }

    public Table table() {
        return new Table(
                name,
                kind,
                owner,
                persistence,
                tablespace,
                accessMethod,
                options,
                foreignServer,
                columns,
                constraints,
                indexes,
                triggers,
                rowSecurity,
                rules,
                statistics,
                publications,
                replicaIdentity,
                acl,
                comment,
                labels,
                partitioning,
                partitionOf,
                inherits,
                children,
                ofType,
                extension);
    }
}
