/** How materialized views are created, redefined and refreshed while they are read. */
@NullMarked
package dev.underpin.matviews;

import org.jspecify.annotations.NullMarked;
