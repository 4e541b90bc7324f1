/** How a live table becomes a partitioned one, and how its partitions are kept. */
@NullMarked
package dev.underpin.partitioning;

import org.jspecify.annotations.NullMarked;
