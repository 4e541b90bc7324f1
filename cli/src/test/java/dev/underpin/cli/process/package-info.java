/** The tool as a process of its own: killed, and run twice at once. */
@NullMarked
package dev.underpin.cli.process;

import org.jspecify.annotations.NullMarked;
