/** That tables are converted as promised. */
@NullMarked
package dev.underpin.partitioning;

import org.jspecify.annotations.NullMarked;
