/** What is asked before a table is converted, and what speaks against it. */
@NullMarked
package dev.underpin.partitioning.checks;

import org.jspecify.annotations.NullMarked;
