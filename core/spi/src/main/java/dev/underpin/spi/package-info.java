/**
 * What a step, an action, a finding and a dialect are: all that a step module may import.
 *
 * <p>A step declares, the engine acts. Everything in here is data or a pure function over data; nothing opens a
 * connection.
 */
@NullMarked
package dev.underpin.spi;

import org.jspecify.annotations.NullMarked;
