package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What table, role and definition must be like. */
final class IndexRequirements {

    private final Config config;
    private final StepContext context;

    IndexRequirements(Config config, StepContext context) {
        this.config = config;
        this.context = context;
    }

    /**
     * @param hosts empty if there is nothing that can have an index
     */
    List<Finding> ofTable(List<IndexedRelation> hosts) {
        List<Finding> unfit = Requirements.exists(
                        config.table(),
                        RelationKind.TABLE,
                        RelationKind.PARTITIONED_TABLE,
                        RelationKind.MATERIALIZED_VIEW)
                .unmet(context);
        if (hosts.isEmpty() || !unfit.isEmpty()) {
            return unfit;
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

    private List<Finding> rights(List<IndexedRelation> hosts) {
        List<Requirement> rights = new ArrayList<>();
        hosts.forEach(host -> rights.add(Requirements.owned(host.name().toString(), host.owner())));
        hosts.forEach(host -> rights.add(Requirements.createsIn(host.name().schema())));
        return Requirement.all(rights).unmet(context);
    }

    List<Finding> ofDefinition(List<IndexedRelation> hosts) {
        List<Finding> findings =
                new ArrayList<>(Requirements.fits(config.name().name()).unmet(context));
        if (config.nullsNotDistinct()) {
            findings.addAll(Requirements.supports(
                            Capability.NULLS_NOT_DISTINCT,
                            "take NULLs as equal in a unique index",
                            "Leave nullsNotDistinct out, or index coalesce(…) with a value that does not occur.")
                    .unmet(context));
        }
        findings.addAll(columns());
        if (config.unique()) {
            findings.addAll(partitionKeys(hosts));
        }
        return findings;
    }

    private List<Finding> columns() {
        return Requirement.all(Stream.concat(
                                config.keys().stream().flatMap(key -> key.column().stream()), config.include().stream())
                        .map(column -> Requirements.column(config.table(), column.name()))
                        .toList())
                .unmet(context);
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
