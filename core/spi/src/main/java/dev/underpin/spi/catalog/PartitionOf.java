package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;

/** A partition's place: under which table, with which bound. */
public record PartitionOf(QualifiedName parent, String bound, boolean detachPending) {}
