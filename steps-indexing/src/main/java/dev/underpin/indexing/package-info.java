/** How indexes come, go and are repaired while a table is in use. */
@NullMarked
package dev.underpin.indexing;

import org.jspecify.annotations.NullMarked;
