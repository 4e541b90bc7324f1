package dev.underpin.partitioning.sql;

import dev.underpin.spi.sql.QualifiedName;

/**
 * The objects that let a transaction fail (40001) which would write to a table by a snapshot from before the moment at which
 * another table took that name: it would not see the rows it means to write.
 *
 * @param mark the table whose one row says whether the moment has passed
 * @param function that the trigger calls
 * @param trigger its name
 */
public record SnapshotGuard(QualifiedName mark, QualifiedName function, String trigger) {}
