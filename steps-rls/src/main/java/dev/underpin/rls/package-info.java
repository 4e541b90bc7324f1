/** How the row-level security of a table is set as a whole, and proven before it is committed. */
@NullMarked
package dev.underpin.rls;

import org.jspecify.annotations.NullMarked;
