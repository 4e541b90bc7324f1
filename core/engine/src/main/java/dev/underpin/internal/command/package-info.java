/** The commands on plans and their runs: what happens, in which order. */
@NullMarked
package dev.underpin.internal.command;

import org.jspecify.annotations.NullMarked;
