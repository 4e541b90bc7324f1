/** What the reader of plans promises. */
@NullMarked
package dev.underpin.plan;

import org.jspecify.annotations.NullMarked;
