package dev.underpin.partitioning.conversion;

import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements.Privilege;
import java.util.List;

/**
 * A table before its conversion.
 *
 * @param sequences that its columns own
 * @param fingerprint of all that belongs to it
 * @param periods of the partitions that the shadow begins with
 * @param privileges on the table and its columns, in the server's order
 */
public record ConvertMemory(
        Table table, List<Sequence> sequences, String fingerprint, List<Period> periods, List<Privilege> privileges) {

    public ConvertMemory {
        sequences = List.copyOf(sequences);
        periods = List.copyOf(periods);
        privileges = List.copyOf(privileges);
    }
}
