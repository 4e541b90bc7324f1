/** How text reaches a person: what the streams are, widths, colours, and lines that are redrawn in place. */
@NullMarked
package dev.underpin.cli.terminal;

import org.jspecify.annotations.NullMarked;
