package dev.underpin.partitioning.sql;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server collects what its planner knows of a partitioned table that nobody uses yet; nothing is collected twice. */
public interface PartitionStatistics {

    /** Of the rows of one partition; readers need not look at its pages afterwards. Outside of a transaction. */
    Sql ofPartition(QualifiedName partition);

    /**
     * Of all rows as a whole, within a transaction, when those of each partition are there.
     *
     * @param columns of the table and of each partition
     */
    List<Sql> ofWhole(QualifiedName table, List<Column> columns);
}
