package dev.underpin.postgresql.catalog;

import dev.underpin.postgresql.catalog.GrantsReader.Grants;
import dev.underpin.postgresql.catalog.InheritanceReader.Inheritance;
import dev.underpin.postgresql.catalog.TableHeadsReader.Head;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Rule;
import dev.underpin.spi.catalog.SecurityLabel;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Table.Persistence;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Puts tables together from their aspects: one query per aspect, however many tables. */
final class TablesReader {

    private final Queries queries;
    private final TableHeadsReader heads;
    private final InheritanceReader inheritance;
    private final GrantsReader grants;
    private final ColumnsReader columns;
    private final ConstraintsReader constraints;
    private final IndexesReader indexes;
    private final TriggersReader triggers;
    private final PoliciesReader policies;
    private final RulesReader rules;
    private final StatisticsReader statistics;
    private final PublicationsReader publications;
    private final LabelsReader labels;

    TablesReader(Queries queries, int major) {
        this.queries = queries;
        this.heads = new TableHeadsReader(queries);
        this.inheritance = new InheritanceReader(queries);
        this.grants = new GrantsReader(queries);
        this.columns = new ColumnsReader(queries);
        this.constraints = new ConstraintsReader(queries, major);
        this.indexes = new IndexesReader(queries);
        this.triggers = new TriggersReader(queries);
        this.policies = new PoliciesReader(queries);
        this.rules = new RulesReader(queries);
        this.statistics = new StatisticsReader(queries);
        this.publications = new PublicationsReader(queries, major);
        this.labels = new LabelsReader(queries);
    }

    Optional<Table> table(QualifiedName name) {
        return queries.atOneMoment(() -> assembled(heads.table(name))).stream().findFirst();
    }

    /** Parents before children. */
    List<Table> tree(QualifiedName root) {
        return queries.atOneMoment(() -> assembled(heads.tree(root)));
    }

    private List<Table> assembled(List<Head> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<Long> oids = found.stream().map(Head::oid).toList();
        Grants granted = grants.read(oids);
        Aspects aspects = new Aspects(
                inheritance.read(oids),
                granted,
                columns.read(oids, granted),
                constraints.read(oids),
                indexes.read(oids),
                triggers.read(oids),
                policies.read(oids),
                rules.read(oids),
                statistics.read(oids),
                publications.read(oids),
                labels.read(oids));
        return found.stream().map(aspects::table).toList();
    }

    /** What was found, by the table's oid. */
    private record Aspects(
            Inheritance inheritance,
            Grants grants,
            Map<Long, List<Column>> columns,
            Map<Long, List<Constraint>> constraints,
            Map<Long, List<Index>> indexes,
            Map<Long, List<Trigger>> triggers,
            Map<Long, List<Policy>> policies,
            Map<Long, List<Rule>> rules,
            Map<Long, List<ExtendedStatistics>> statistics,
            Map<Long, List<PublicationMembership>> publications,
            Map<Long, List<SecurityLabel>> labels) {

        private Table table(Head head) {
            long oid = head.oid();
            return new Table(
                    QualifiedName.of(head.schema(), head.name()),
                    RelationKinds.of(head.kind()),
                    head.owner(),
                    persistence(head.persistence()),
                    head.tablespace(),
                    head.accessMethod(),
                    options(head),
                    head.foreignServer(),
                    columns.getOrDefault(oid, List.of()),
                    constraints.getOrDefault(oid, List.of()),
                    indexes.getOrDefault(oid, List.of()),
                    triggers.getOrDefault(oid, List.of()),
                    new RowSecurity(
                            head.rowSecurity(), head.rowSecurityForced(), policies.getOrDefault(oid, List.of())),
                    rules.getOrDefault(oid, List.of()),
                    statistics.getOrDefault(oid, List.of()),
                    publications.getOrDefault(oid, List.of()),
                    replicaIdentity(head),
                    grants.on(oid),
                    head.comment(),
                    labels.getOrDefault(oid, List.of()),
                    partitioning(head),
                    inheritance.partitionOf(oid),
                    inheritance.inherits(oid),
                    inheritance.children(oid),
                    head.typeName()
                            .map(type -> QualifiedName.of(head.typeSchema().orElseThrow(), type)),
                    head.extension());
        }

        private Optional<Partitioning> partitioning(Head head) {
            return head.strategy()
                    .map(strategy -> new Partitioning(
                            strategy(strategy),
                            head.partitionKey().orElseThrow(),
                            List.of(head.keyColumns()),
                            inheritance.partitions(head.oid())));
        }
    }

    private static SortedMap<String, String> options(Head head) {
        SortedMap<String, String> options = Options.of(head.options());
        Options.read(head.toastOptions(), "toast.", options);
        Options.read(head.foreignOptions(), "", options);
        return options;
    }

    private static Persistence persistence(String letter) {
        return switch (letter) {
            case "p" -> Persistence.PERMANENT;
            case "u" -> Persistence.UNLOGGED;
            case "t" -> Persistence.TEMPORARY;
            default -> throw new IllegalStateException("relpersistence " + letter);
        };
    }

    private static ReplicaIdentity replicaIdentity(Head head) {
        return switch (head.replicaIdentity()) {
            case "d" -> ReplicaIdentity.DEFAULT;
            case "n" -> new ReplicaIdentity(ReplicaIdentity.Kind.NOTHING, Optional.empty());
            case "f" -> new ReplicaIdentity(ReplicaIdentity.Kind.FULL, Optional.empty());
            case "i" -> new ReplicaIdentity(ReplicaIdentity.Kind.INDEX, head.replicaIndex());
            default -> throw new IllegalStateException("relreplident " + head.replicaIdentity());
        };
    }

    private static Partitioning.Strategy strategy(String letter) {
        return switch (letter) {
            case "r" -> Partitioning.Strategy.RANGE;
            case "l" -> Partitioning.Strategy.LIST;
            case "h" -> Partitioning.Strategy.HASH;
            default -> throw new IllegalStateException("partstrat " + letter);
        };
    }
}
