/** What can be asked for on the command line, one class a command. */
@NullMarked
package dev.underpin.cli.command;

import org.jspecify.annotations.NullMarked;
