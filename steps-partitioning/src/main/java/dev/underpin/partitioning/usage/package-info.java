/** Which statements that applications or functions send would fail, or be slower, once a table is partitioned? */
@NullMarked
package dev.underpin.partitioning.usage;

import org.jspecify.annotations.NullMarked;
