/** Tests of the choice of a dialect. */
@NullMarked
package dev.underpin.dialect;

import org.jspecify.annotations.NullMarked;
