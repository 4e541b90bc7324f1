package dev.underpin.partitioning.config;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.program.Scalar;
import dev.underpin.spi.sql.Identifier;
import java.util.List;
import java.util.Map;

/** Partitions by lists of values. */
@Described("Partitions by lists of a column's values.")
public record ListBy(
        @Described(value = "The column whose value decides.", example = "status")
        Identifier column,

        @Described(
                value = "The values of each partition, by the end of its name.",
                example = "{ active: [active], archived: [archived, deleted] }")
        Map<Identifier, List<Scalar>> partitions,

        @Described(
                value = "Where rows with other values go: into a default partition, or nowhere (they are refused).",
                example = "partition",
                absent = "none",
                key = "default")
        RangeBy.Otherwise otherwise) {

    public ListBy {
        if (partitions.isEmpty()) {
            throw new InvalidConfig("partitions", "there is no partition", "Name at least one, with its values.");
        }
    }
}
