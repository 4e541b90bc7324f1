/** A conversion, worked out: its partitions, keys, names and indexes, and what is remembered of it. */
@NullMarked
package dev.underpin.partitioning.conversion;

import org.jspecify.annotations.NullMarked;
