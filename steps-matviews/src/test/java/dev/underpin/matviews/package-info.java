/** Whether materialized views are created, refreshed and taken back as promised. */
@NullMarked
package dev.underpin.matviews;

import org.jspecify.annotations.NullMarked;
