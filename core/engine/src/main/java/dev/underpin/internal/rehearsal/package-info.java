/** Measured queries, tried on samples of the tables as the plan would make them. */
@NullMarked
package dev.underpin.internal.rehearsal;

import org.jspecify.annotations.NullMarked;
