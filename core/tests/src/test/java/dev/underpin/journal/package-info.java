/** What the journal keeps, and who may write it. */
@NullMarked
package dev.underpin.journal;

import org.jspecify.annotations.NullMarked;
