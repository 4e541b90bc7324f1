/** Does a table stay right while applications write to it? Writers that know what must be there after each of their commits, and an oracle that compares. */
@NullMarked
package dev.underpin.testkit.workload;

import org.jspecify.annotations.NullMarked;
