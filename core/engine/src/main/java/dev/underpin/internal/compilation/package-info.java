/** How a plan's steps become programs: bound to their implementations, asked in a context, looked over before anything is done. */
@NullMarked
package dev.underpin.internal.compilation;

import org.jspecify.annotations.NullMarked;
