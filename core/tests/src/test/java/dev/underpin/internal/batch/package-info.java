/** How rows are walked in chunks, and what holds the walk back. */
@NullMarked
package dev.underpin.internal.batch;

import org.jspecify.annotations.NullMarked;
