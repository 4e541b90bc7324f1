/** How a journaled program is carried to its end, or back: one executor for each kind of action, and the checks between them. */
@NullMarked
package dev.underpin.internal.execution;

import org.jspecify.annotations.NullMarked;
