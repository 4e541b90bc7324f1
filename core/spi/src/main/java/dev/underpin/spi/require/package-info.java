/** What must hold before a step begins, in one wording for all modules. */
@NullMarked
package dev.underpin.spi.require;

import org.jspecify.annotations.NullMarked;
