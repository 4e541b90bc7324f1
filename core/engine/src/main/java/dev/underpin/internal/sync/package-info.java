/** How two tables stay equal: what a key log holds is replayed from the current rows. */
@NullMarked
package dev.underpin.internal.sync;

import org.jspecify.annotations.NullMarked;
