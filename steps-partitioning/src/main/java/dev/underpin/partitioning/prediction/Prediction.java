package dev.underpin.partitioning.prediction;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.structure.PredictedText;
import dev.underpin.partitioning.structure.RetiredRights;
import dev.underpin.partitioning.structure.Statistics;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a conversion leaves: the partitioned table, its partitions, and the retired table. */
public final class Prediction {

    private final Conversion conversion;
    private final Table before;
    private final Indexes names;
    private final List<Leaf> leaves;
    private final StepContext context;
    private final PredictedText text;
    private final PredictedConstraints constraints;
    private final PredictedIndexes indexes;
    private final PredictedTriggers triggers;

    public Prediction(Conversion conversion, List<Leaf> leaves, StepContext context) {
        this.conversion = conversion;
        this.before = conversion.before();
        this.names = new Indexes(conversion);
        this.leaves = leaves;
        this.context = context;
        this.text = PredictedText.ask(conversion, leaves, context);
        this.constraints = new PredictedConstraints(conversion, names, text);
        this.indexes = new PredictedIndexes(conversion, names, text);
        this.triggers = new PredictedTriggers(conversion, text);
    }

    public Catalog catalog() {
        List<Table> tables = new ArrayList<>();
        tables.add(parent());
        tables.add(retired());
        leaves.forEach(leaf -> tables.add(partition(leaf)));
        return context.catalog().with(tables, List.of(), List.of());
    }

    private Table parent() {
        List<Partition> partitions = leaves.stream()
                .map(leaf -> new Partition(leaf.name(), leaf.bound(), false))
                .sorted(Comparator.comparing(Partition::name))
                .toList();
        return before.but(table -> table.kind(RelationKind.PARTITIONED_TABLE)
                .accessMethod("")
                .options(new TreeMap<>())
                .columns(before.columns().stream().map(this::required).toList())
                .constraints(constraints.onParent())
                .indexes(indexes.onParent())
                .triggers(triggers.onParent())
                .acl(openedBy(before.acl()))
                .partitioning(Optional.of(new Partitioning(
                        Partitioning.Strategy.RANGE,
                        "RANGE (" + text.quoted(conversion.column()) + ")",
                        List.of(conversion.column()),
                        partitions))));
    }

    private Table partition(Leaf leaf) {
        Table parent = parent();
        return before.but(table -> table.name(leaf.name())
                .columns(parent.columns().stream().map(this::inPartition).toList())
                .constraints(constraints.onLeaf(leaf))
                .indexes(indexes.onLeaf(leaf))
                .triggers(triggers.onLeaf(leaf.name()))
                .rowSecurity(new RowSecurity(before.rowSecurity().enabled(), false, List.of()))
                .statistics(List.of())
                .publications(before.publications().stream()
                        .filter(membership -> membership.how() != PublicationMembership.How.TABLE)
                        .toList())
                .replicaIdentity(identity(leaf))
                .acl(ownersOnly())
                .comment(Optional.empty())
                .partitionOf(Optional.of(new PartitionOf(conversion.table(), leaf.bound(), false))));
    }

    private Table retired() {
        QualifiedName name = conversion.retired();
        return before.but(table -> table.name(name)
                .acl(ownersPart(before.acl()))
                .rowSecurity(RetiredRights.closed(before.rowSecurity()))
                .columns(before.columns().stream().map(this::closed).toList())
                .constraints(constraints.onRetired())
                .indexes(indexes.onRetired())
                .triggers(triggers.onRetired())
                .statistics(before.statistics().stream()
                        .map(this::onRetired)
                        .sorted(Comparator.comparing(ExtendedStatistics::name))
                        .toList())
                .publications(before.publications().stream()
                        .filter(membership -> membership.how() != PublicationMembership.How.TABLE)
                        .toList())
                .replicaIdentity(before.replicaIdentity()
                        .index()
                        .flatMap(before::index)
                        .map(index -> new ReplicaIdentity(
                                ReplicaIdentity.Kind.INDEX,
                                Optional.of(names.nameOn(index, name).local())))
                        .orElse(before.replicaIdentity())));
    }

    private Column required(Column column) {
        return conversion.newKey().contains(column.name()) ? column.but(key -> key.notNull(true)) : column;
    }

    /** Others have no right left there. */
    private Column closed(Column column) {
        Acl left = ownersPart(column.acl());
        return column.but(closed -> closed.acl(left.grants().isEmpty() ? Acl.BUILT_IN : left));
    }

    private Acl ownersPart(Acl acl) {
        return acl.only(grant -> grant.grantee().equals(before.owner()));
    }

    private Column inPartition(Column column) {
        boolean identity = conversion.dialect().has(Capability.IDENTITY_IN_PARTITIONS);
        return column.but(part -> part.identity(identity ? column.identity() : Optional.empty())
                .acl(Acl.BUILT_IN)
                .comment(Optional.empty()));
    }

    private ExtendedStatistics onRetired(ExtendedStatistics statistics) {
        QualifiedName name = new Statistics(conversion).retired(statistics);
        return new ExtendedStatistics(
                name,
                text.statistics(statistics, name, conversion.retired()),
                statistics.owner(),
                statistics.target(),
                statistics.comment());
    }

    private ReplicaIdentity identity(Leaf leaf) {
        return before.replicaIdentity()
                .index()
                .flatMap(before::index)
                .map(index -> new ReplicaIdentity(
                        ReplicaIdentity.Kind.INDEX,
                        Optional.of(names.nameOn(index, leaf.name()).local())))
                .orElse(before.replicaIdentity());
    }

    /** The owner's rights stand written down, for those of others were taken away first. */
    private Acl ownersOnly() {
        Stream<String> all = Stream.of("DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE");
        Stream<String> more =
                conversion.dialect().has(Capability.MAINTAIN_PRIVILEGE) ? Stream.of("MAINTAIN") : Stream.empty();
        return new Acl(
                false,
                Stream.concat(all, more)
                        .sorted()
                        .map(privilege -> new Acl.Grant(before.owner(), privilege, false, before.owner()))
                        .toList());
    }

    private Acl openedBy(Acl acl) {
        Acl all = ownersOnly();
        for (Acl.Grant grant : acl.grants()) {
            all = grant.grantee().equals(before.owner()) ? all : all.with(grant);
        }
        return all;
    }
}
