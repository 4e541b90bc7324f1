package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.conversion.MemoryReader;
import dev.underpin.partitioning.conversion.OwnObjects;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a conversion means for publications of the table, and for the subscribers behind them. */
final class Publishing {

    private final Conversion conversion;
    private final StepContext context;

    Publishing(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        wholesale().forEach((publication, schemas) -> findings.add(wholesale(publication, schemas)));
        for (PublicationMembership membership : conversion.before().publications()) {
            if (!membership.viaRoot()) {
                findings.add(byPartition(membership.publication()));
            }
            if (!membership.columns().isEmpty()
                    && identity()
                    && !membership.columns().containsAll(conversion.newKey())) {
                findings.add(withoutKey(membership));
            }
        }
        return findings;
    }

    /** Those that publish whatever is created in the table's schema or in ours, and which of these schemas. */
    private SortedMap<String, Set<String>> wholesale() {
        DatabaseEnvironment environment = context.catalog().environment();
        Set<String> schemas =
                Set.of(conversion.table().schema(), conversion.objects().store().schema());
        SortedMap<String, Set<String>> publications = new TreeMap<>();
        environment.publicationsOfSchemas().stream()
                .filter(published -> schemas.contains(published.schema()))
                .forEach(published -> publications
                        .computeIfAbsent(published.publication(), name -> new TreeSet<>())
                        .add(published.schema()));
        environment.publicationsForAllTables().forEach(publication -> publications.put(publication, schemas));
        return publications;
    }

    private Finding wholesale(String publication, Set<String> schemas) {
        String waiver = "publication:" + publication;
        return conversion.waives(waiver)
                ? Finding.note(
                        Codes.PUBLICATION,
                        "the publication " + publication + " will publish every table that the conversion creates;"
                                + " each subscriber needs them before the plan is applied, empty ones, and without"
                                + " REFRESH PUBLICATION they stay empty",
                        "Execute at each subscriber:\n" + script(tables(schemas)))
                : Finding.error(
                        Codes.PUBLICATION,
                        "the publication " + publication
                                + " would publish every table that the conversion creates; a subscriber without them"
                                + " stops",
                        "List the published tables one by one; or write waive: [\"" + waiver
                                + "\"] and execute at the subscribers what the check prints then.");
    }

    private Finding byPartition(String publication) {
        String waiver = "by-partition:" + publication;
        return conversion.waives(waiver)
                ? Finding.note(
                        Codes.PUBLISHED_BY_PARTITION,
                        "the publication " + publication + " will publish the partitions of " + conversion.table()
                                + " under their own names: after the cutover nothing more arrives in the subscribers' "
                                + conversion.table(),
                        "Execute at each subscriber, and do the same for each later partition; REFRESH PUBLICATION"
                                + " then fetches the rows:\n" + script(leaves()))
                : Finding.error(
                        Codes.PUBLISHED_BY_PARTITION,
                        "the publication " + publication + " would publish the partitions of " + conversion.table()
                                + " under their own names, which subscribers do not have",
                        "Set publish_via_partition_root = true on it, so that subscribers notice nothing; or write"
                                + " waive: [\"" + waiver + "\"] and follow what the check prints then.");
    }

    /** Whether rows are told apart by the primary key, which becomes wider. */
    private boolean identity() {
        boolean primaryKey = conversion.before().replicaIdentity().kind() == ReplicaIdentity.Kind.DEFAULT
                || new Indexes(conversion).primary().replicaIdentity();
        return primaryKey && conversion.widens();
    }

    private Finding withoutKey(PublicationMembership membership) {
        return Finding.error(
                Codes.PUBLISHED_COLUMNS,
                "the publication " + membership.publication() + " publishes the columns "
                        + String.join(", ", membership.columns()) + " of " + conversion.table()
                        + ", which do not contain the new key (" + String.join(", ", conversion.newKey())
                        + "): after the cutover every UPDATE and DELETE would fail",
                "Add the missing columns to its column list (ALTER PUBLICATION " + membership.publication()
                        + " SET TABLE …), after the subscribers have got them.");
    }

    private static String script(Stream<String> statements) {
        return String.join("\n", statements.map(statement -> statement + ";").toList());
    }

    private Stream<String> tables(Set<String> schemas) {
        Stream<String> ours = schemas.contains(conversion.objects().store().schema())
                ? new OwnObjects(conversion)
                        .create(List.of()).stream()
                                .map(statement -> statement.text())
                                .filter(text -> text.startsWith("CREATE TABLE"))
                : Stream.empty();
        Stream<String> besides = schemas.contains(conversion.table().schema())
                ? Stream.of(conversion.shadow(), conversion.retired()).map(this::alike)
                : Stream.empty();
        return Stream.concat(ours, besides);
    }

    private Stream<String> leaves() {
        try {
            return conversion.partitions().leaves(MemoryReader.periods(conversion, context)).stream()
                    .map(Leaf::name)
                    .map(this::alike);
        } catch (RefusedException refused) {
            return Stream.empty();
        }
    }

    private String alike(QualifiedName name) {
        return context.dialect()
                .sql("CREATE TABLE {0} (LIKE {1} INCLUDING INDEXES)", name, conversion.table())
                .text();
    }
}
