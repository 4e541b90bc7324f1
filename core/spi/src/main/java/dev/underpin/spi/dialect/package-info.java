/** What a kind of server can do, and how it says it. */
@NullMarked
package dev.underpin.spi.dialect;

import org.jspecify.annotations.NullMarked;
