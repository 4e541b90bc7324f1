/** The partitioned copy beside the table, and how it is filled. */
@NullMarked
package dev.underpin.partitioning.copy;

import org.jspecify.annotations.NullMarked;
