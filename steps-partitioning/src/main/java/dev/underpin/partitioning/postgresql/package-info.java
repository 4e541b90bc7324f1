/** How PostgreSQL does it. */
@NullMarked
package dev.underpin.partitioning.postgresql;

import org.jspecify.annotations.NullMarked;
