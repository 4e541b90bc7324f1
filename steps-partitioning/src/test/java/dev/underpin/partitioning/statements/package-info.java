/** That statements are told apart by their grammar. */
@NullMarked
package dev.underpin.partitioning.statements;

import org.jspecify.annotations.NullMarked;
