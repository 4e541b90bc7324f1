/** How rows are walked in chunks, and what holds the walk back. */
@NullMarked
package dev.underpin.batch;

import org.jspecify.annotations.NullMarked;
