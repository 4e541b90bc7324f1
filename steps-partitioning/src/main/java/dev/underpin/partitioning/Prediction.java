package dev.underpin.partitioning;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Capability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a conversion leaves: the partitioned table, its partitions, and the retired table. */
final class Prediction {

    private final Conversion conversion;
    private final Table before;
    private final Indexes indexes;
    private final List<Leaf> leaves;
    private final StepContext context;
    private final PredictedText text;
    private final PredictedTriggers own;

    Prediction(Conversion conversion, List<Leaf> leaves, StepContext context) {
        this.conversion = conversion;
        this.before = conversion.before();
        this.indexes = new Indexes(conversion);
        this.leaves = leaves;
        this.context = context;
        this.text = PredictedText.ask(conversion, leaves, context);
        this.own = new PredictedTriggers(conversion, text);
    }

    Catalog catalog() {
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
                .constraints(constraints(
                        before.constraints().stream().filter(this::isCarried).map(this::onParent)))
                .indexes(indexes(indexes.carried().stream().map(this::onParent)))
                .triggers(triggers(Stream.concat(before.triggers().stream(), own.onTable().stream())))
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
                .constraints(constraints(parent.constraints().stream().map(constraint -> onLeaf(constraint, leaf))))
                .indexes(indexes(indexes.carried().stream().map(index -> onLeaf(index, leaf))))
                .triggers(triggers(Stream.concat(
                        before.triggers().stream().filter(Trigger::forEachRow).map(trigger -> clone(trigger, leaf)),
                        own.onPartition(leaf.name()).stream())))
                .rowSecurity(new RowSecurity(true, false, List.of()))
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
                .constraints(constraints(before.constraints().stream()
                        .filter(constraint -> constraint.kind() != Constraint.Kind.FOREIGN_KEY)
                        .map(this::onRetired)))
                .indexes(indexes(before.indexes().stream().map(this::onRetired)))
                .triggers(triggers(before.triggers().stream()
                        .map(trigger -> changed(trigger, text.moved(trigger.definition(), name), "D", false))))
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
                                Optional.of(indexes.nameOn(index, name).local())))
                        .orElse(before.replicaIdentity())));
    }

    private boolean isCarried(Constraint constraint) {
        return constraint
                .index()
                .flatMap(before::index)
                .map(index -> indexes.carried().contains(index))
                .orElse(true);
    }

    private Column required(Column column) {
        return conversion.newKey().contains(column.name())
                ? new Column(
                        column.name(),
                        column.type(),
                        column.collation(),
                        true,
                        column.defaultExpression(),
                        column.generation(),
                        column.identity(),
                        column.storage(),
                        column.compression(),
                        column.statisticsTarget(),
                        column.options(),
                        column.acl(),
                        column.comment())
                : column;
    }

    private Column inPartition(Column column) {
        return new Column(
                column.name(),
                column.type(),
                column.collation(),
                column.notNull(),
                column.defaultExpression(),
                column.generation(),
                conversion.dialect().has(Capability.IDENTITY_IN_PARTITIONS) ? column.identity() : Optional.empty(),
                column.storage(),
                column.compression(),
                column.statisticsTarget(),
                column.options(),
                Acl.BUILT_IN,
                Optional.empty());
    }

    private Constraint onParent(Constraint constraint) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY ->
                changed(
                        constraint,
                        constraint.name(),
                        text.primaryKey(),
                        conversion.newKey(),
                        constraint.index(),
                        constraint.noInherit(),
                        false,
                        constraint.comment());
            case FOREIGN_KEY ->
                changed(
                        constraint,
                        constraint.name(),
                        constraint.definition(),
                        constraint.columns(),
                        constraint.index(),
                        false,
                        false,
                        constraint.comment());
            default -> constraint;
        };
    }

    private Constraint onLeaf(Constraint constraint, Leaf leaf) {
        Optional<String> index = constraint
                .index()
                .flatMap(before::index)
                .map(found -> indexes.nameOn(found, leaf.name()).local());
        return changed(
                constraint,
                index.orElse(constraint.name()),
                constraint.definition(),
                constraint.columns(),
                index,
                constraint.noInherit() || constraint.kind() == Constraint.Kind.FOREIGN_KEY,
                true,
                Optional.empty());
    }

    private Constraint onRetired(Constraint constraint) {
        Optional<String> index = constraint
                .index()
                .flatMap(before::index)
                .map(found -> indexes.nameOn(found, conversion.retired()).local());
        return changed(
                constraint,
                index.orElse(constraint.name()),
                constraint.definition(),
                constraint.columns(),
                index,
                constraint.noInherit(),
                constraint.inherited(),
                constraint.comment());
    }

    private static Constraint changed(
            Constraint constraint,
            String name,
            String definition,
            List<String> columns,
            Optional<String> index,
            boolean noInherit,
            boolean inherited,
            Optional<String> comment) {
        return new Constraint(
                name,
                constraint.kind(),
                definition,
                columns,
                constraint.references(),
                constraint.referencedColumns(),
                index,
                constraint.validated(),
                constraint.enforced(),
                noInherit,
                constraint.deferrable(),
                inherited,
                comment);
    }

    private Index onParent(Index index) {
        boolean primary = index.name().equals(indexes.primary().name());
        String shape = primary ? text.primaryShape(false) : index.shape();
        return changed(
                index,
                index.name(),
                text.index(index, index.name(), conversion.table(), true, shape),
                shape,
                index.constraint(),
                Optional.empty(),
                false,
                index.comment());
    }

    private Index onLeaf(Index index, Leaf leaf) {
        boolean primary = index.name().equals(indexes.primary().name());
        QualifiedName name = indexes.nameOn(index, leaf.name());
        String shape = primary ? text.primaryShape(true) : index.shape();
        return changed(
                index,
                name,
                text.index(index, name, leaf.name(), false, shape),
                shape,
                index.constraint().map(constraint -> name.local()),
                Optional.of(index.name()),
                index.clustered(),
                Optional.empty());
    }

    private Index onRetired(Index index) {
        QualifiedName name = indexes.nameOn(index, conversion.retired());
        return changed(
                index,
                name,
                text.index(index, name, conversion.retired(), false, index.shape()),
                index.shape(),
                index.constraint().map(constraint -> name.local()),
                index.parent(),
                index.clustered(),
                index.comment());
    }

    private Index changed(
            Index index,
            QualifiedName name,
            String definition,
            String shape,
            Optional<String> constraint,
            Optional<QualifiedName> parent,
            boolean clustered,
            Optional<String> comment) {
        boolean widened = !shape.equals(index.shape())
                && index.name().equals(indexes.primary().name());
        return new Index(
                name,
                definition,
                shape,
                index.method(),
                index.unique(),
                index.immediate(),
                index.valid(),
                index.ready(),
                index.live(),
                index.partial(),
                index.plainKeys(),
                widened ? conversion.newKey() : index.keys(),
                widened ? indexes.included(index) : index.include(),
                constraint,
                parent,
                clustered,
                index.replicaIdentity(),
                index.statisticsTargets(),
                index.tablespace(),
                comment);
    }

    private Trigger clone(Trigger trigger, Leaf leaf) {
        return changed(trigger, text.moved(trigger.definition(), leaf.name()), trigger.enabled(), true);
    }

    private static Trigger changed(Trigger trigger, String definition, String enabled, boolean cloned) {
        return new Trigger(
                trigger.name(),
                definition,
                trigger.function(),
                enabled,
                trigger.forEachRow(),
                trigger.transitionTables(),
                cloned,
                cloned ? Optional.empty() : trigger.comment());
    }

    private ExtendedStatistics onRetired(ExtendedStatistics statistics) {
        QualifiedName name = new Belongings(conversion).retired(statistics);
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
                        Optional.of(indexes.nameOn(index, leaf.name()).local())))
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
        return new Acl(
                false,
                Stream.concat(
                                ownersOnly().grants().stream(),
                                acl.grants().stream()
                                        .filter(grant -> !grant.grantee().equals(before.owner())))
                        .sorted(Comparator.comparing(Acl.Grant::grantee)
                                .thenComparing(Acl.Grant::privilege)
                                .thenComparing(Acl.Grant::grantor))
                        .toList());
    }

    private static List<Constraint> constraints(Stream<Constraint> all) {
        return all.sorted(Comparator.comparing(Constraint::name)).toList();
    }

    private static List<Index> indexes(Stream<Index> all) {
        return all.sorted(Comparator.comparing(index -> index.name().local())).toList();
    }

    private static List<Trigger> triggers(Stream<Trigger> all) {
        return all.sorted(Comparator.comparing(Trigger::name)).toList();
    }
}
