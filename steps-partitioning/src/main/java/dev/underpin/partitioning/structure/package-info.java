/** The parts of a table's structure, each with how the partitioned table gets it and the old one keeps it. */
@NullMarked
package dev.underpin.partitioning.structure;

import org.jspecify.annotations.NullMarked;
