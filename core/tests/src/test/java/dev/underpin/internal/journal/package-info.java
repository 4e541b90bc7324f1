/** What the journal keeps, and who may write it. */
@NullMarked
package dev.underpin.internal.journal;

import org.jspecify.annotations.NullMarked;
