/** What is told of runs, from what the journal and the steps' programs say. */
@NullMarked
package dev.underpin.internal.reporting;

import org.jspecify.annotations.NullMarked;
