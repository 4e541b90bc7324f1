/** How are the contributions of modules found? No module compiles against it. */
@NullMarked
package dev.underpin.spi.internal;

import org.jspecify.annotations.NullMarked;
