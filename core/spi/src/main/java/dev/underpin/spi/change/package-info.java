/** Reversible changes of the catalog as data, and the steps that are made of them. */
@NullMarked
package dev.underpin.spi.change;

import org.jspecify.annotations.NullMarked;
