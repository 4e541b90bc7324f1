/** That statements are told apart by their grammar. */
@NullMarked
package dev.underpin.partitioning.usage;

import org.jspecify.annotations.NullMarked;
