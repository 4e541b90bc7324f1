/** The cutover and the way back: what changes places, what is checked under its locks, and what is removed in the end. */
@NullMarked
package dev.underpin.partitioning.swap;

import org.jspecify.annotations.NullMarked;
