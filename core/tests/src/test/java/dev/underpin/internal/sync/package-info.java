/** How a key log is replayed. */
@NullMarked
package dev.underpin.internal.sync;

import org.jspecify.annotations.NullMarked;
