package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.spi.Finding;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.dialect.Capability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What table, role and definition must be like. */
final class Requirements {

    private final Config config;
    private final StepContext context;

    Requirements(Config config, StepContext context) {
        this.config = config;
        this.context = context;
    }

    /**
     * @param hosts empty if there is nothing that can have an index
     */
    List<Finding> ofTable(List<IndexedRelation> hosts) {
        if (hosts.isEmpty() || hosts.get(0).kind() == RelationKind.FOREIGN_TABLE) {
            return List.of(notIndexable());
        }
        List<Finding> findings = new ArrayList<>(rights(hosts));
        for (IndexedRelation host : hosts) {
            if (host.kind() == RelationKind.FOREIGN_TABLE) {
                findings.add(Finding.error(
                        Codes.FOREIGN_PARTITION,
                        "Partition " + host.name() + " is a foreign table; an index of " + config.table()
                                + " that is built partition by partition would never become valid.",
                        "Index the other partitions one by one, or detach " + host.name() + "."));
            }
            if (host.partitionOf().filter(of -> of.detachPending()).isPresent()) {
                findings.add(Finding.error(
                        Codes.DETACH_PENDING,
                        "The detachment of " + host.name() + " was interrupted.",
                        "Finish it with ALTER TABLE … DETACH PARTITION " + host.name() + " FINALIZE."));
            }
        }
        return findings;
    }

    private Finding notIndexable() {
        QualifiedName table = config.table();
        Optional<RelationKind> kind = context.catalog().kind(table);
        if (kind.isEmpty()) {
            return Finding.error(
                    Codes.NO_SUCH_TABLE, "There is no table " + table + ".", "Correct the name, or create it first.");
        }
        String remedy = kind.get() == RelationKind.VIEW
                ? "A view holds no rows: index the tables that it reads, or make it a materialized view."
                : "Name a table, a partitioned table or a materialized view.";
        return Finding.error(Codes.NOT_INDEXABLE, table + " cannot have an index (" + kind.get() + ").", remedy);
    }

    private List<Finding> rights(List<IndexedRelation> hosts) {
        Principal principal = context.catalog().principal();
        List<Finding> findings = new ArrayList<>();
        hosts.stream()
                .filter(host -> !principal.owns(host.owner()))
                .forEach(host -> findings.add(Finding.error(
                        Codes.NOT_OWNER,
                        host.name() + " belongs to " + host.owner() + ", and " + principal.name()
                                + " cannot act as that role.",
                        "Run the plan as " + host.owner() + ", or grant that role to " + principal.name() + ".")));
        hosts.stream()
                .map(host -> host.name().schema())
                .distinct()
                .filter(schema ->
                        !principal.superuser() && !principal.createsIn().contains(schema))
                .forEach(schema -> findings.add(Finding.error(
                        Codes.NO_CREATE,
                        principal.name() + " may not create objects in schema " + schema + ", as an index is.",
                        "GRANT CREATE ON SCHEMA " + new Identifier(schema) + " TO " + new Identifier(principal.name())
                                + ".")));
        return findings;
    }

    List<Finding> ofDefinition(List<IndexedRelation> hosts) {
        List<Finding> findings = new ArrayList<>();
        int bytes = config.name().name().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > context.names().maxBytes()) {
            findings.add(Finding.error(
                    Codes.NAME_TOO_LONG,
                    "The name " + config.name() + " has " + bytes + " bytes; the server keeps "
                            + context.names().maxBytes() + ".",
                    "Choose a shorter name."));
        }
        if (config.nullsNotDistinct() && !context.dialect().has(Capability.NULLS_NOT_DISTINCT)) {
            findings.add(Finding.error(
                    Codes.NOT_SUPPORTED,
                    context.dialect().name() + " cannot take NULLs as equal in a unique index.",
                    "Leave nullsNotDistinct out, or index coalesce(…) with a value that does not occur."));
        }
        findings.addAll(columns(hosts.get(0)));
        if (config.unique()) {
            findings.addAll(partitionKeys(hosts));
        }
        return findings;
    }

    private List<Finding> columns(IndexedRelation host) {
        return Stream.concat(config.keys().stream().flatMap(key -> key.column().stream()), config.include().stream())
                .filter(column -> !host.hasColumn(column.name()))
                .distinct()
                .map(column -> Finding.error(
                        Codes.NO_SUCH_COLUMN,
                        host.name() + " has no column " + column + ".",
                        "Its columns are "
                                + host.columns().stream()
                                        .map(candidate -> new Identifier(candidate.name()).toString())
                                        .collect(Collectors.joining(", "))
                                + "."))
                .toList();
    }

    private List<Finding> partitionKeys(List<IndexedRelation> hosts) {
        List<String> keys = config.keys().stream()
                .flatMap(key -> key.column().stream())
                .map(Identifier::name)
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (IndexedRelation host : hosts) {
            host.partitioning()
                    .filter(by -> by.columns().isEmpty() || !keys.containsAll(by.columns()))
                    .ifPresent(by -> findings.add(lacking(host, by)));
        }
        return findings;
    }

    private Finding lacking(IndexedRelation host, Partitioning by) {
        return Finding.error(
                Codes.KEY_LACKS_PARTITION_COLUMN,
                "A unique index of " + config.table() + " must contain the partition key of " + host.name() + ", "
                        + by.key() + ", for each partition checks only itself.",
                by.columns().isEmpty()
                        ? "The partition key is an expression, so no unique index is possible; leave unique out."
                        : "Add the partition key's columns to the keys, or leave unique out.");
    }
}
