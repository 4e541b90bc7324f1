package dev.underpin.partitioning.config;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;

/** Partitions by a hash. */
@Described("Partitions by a hash of a column.")
public record HashBy(
        @Described(value = "The column that is hashed.", example = "id")
        Identifier column,

        @Described(value = "How many partitions there are.", example = "8")
        int partitions) {

    public HashBy {
        if (partitions < 2 || partitions > 1024) {
            throw new InvalidConfig("partitions", partitions + " partitions make no sense", "Give 2 to 1024.");
        }
    }
}
