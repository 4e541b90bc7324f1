/** What a user types and sees: commands, output, exit codes. */
@NullMarked
package dev.underpin.cli;

import org.jspecify.annotations.NullMarked;
