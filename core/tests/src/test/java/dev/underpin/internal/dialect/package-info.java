/** Tests of the choice of a dialect. */
@NullMarked
package dev.underpin.internal.dialect;

import org.jspecify.annotations.NullMarked;
