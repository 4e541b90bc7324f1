/** What a step declares and the engine does: programs of actions, their operations, checks and undo. */
@NullMarked
package dev.underpin.spi.program;

import org.jspecify.annotations.NullMarked;
