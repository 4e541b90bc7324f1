/** The way back of a run and its end: what stands against it, what it would do, and what it does. */
@NullMarked
package dev.underpin.internal.undo;

import org.jspecify.annotations.NullMarked;
