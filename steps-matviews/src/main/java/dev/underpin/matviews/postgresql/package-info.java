/** How PostgreSQL makes, fills and removes materialized views. */
@NullMarked
package dev.underpin.matviews.postgresql;

import org.jspecify.annotations.NullMarked;
