/** What the step protocol's values promise. */
@NullMarked
package dev.underpin.spi;

import org.jspecify.annotations.NullMarked;
