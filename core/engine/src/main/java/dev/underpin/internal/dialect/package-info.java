/** Which dialect a server speaks. */
@NullMarked
package dev.underpin.internal.dialect;

import org.jspecify.annotations.NullMarked;
