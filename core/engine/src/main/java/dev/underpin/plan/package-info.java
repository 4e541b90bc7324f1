/** What the user wrote: a typed plan, or every problem in it with its place. */
@NullMarked
package dev.underpin.plan;

import org.jspecify.annotations.NullMarked;
