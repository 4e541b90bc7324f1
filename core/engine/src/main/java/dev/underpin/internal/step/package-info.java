/** One step of a run: what it remembered, what it does now, what must be true of it afterwards. */
@NullMarked
package dev.underpin.internal.step;

import org.jspecify.annotations.NullMarked;
