/** Tests of steps that are lists of changes. */
@NullMarked
package dev.underpin.spi.change;

import org.jspecify.annotations.NullMarked;
