/** How a key log is replayed. */
@NullMarked
package dev.underpin.sync;

import org.jspecify.annotations.NullMarked;
