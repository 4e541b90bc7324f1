/** Which dialect a server speaks. */
@NullMarked
package dev.underpin.dialect;

import org.jspecify.annotations.NullMarked;
