/** What the tool does, shown on a server and a table of its own while somebody writes to it. */
@NullMarked
package dev.underpin.cli.demo;

import org.jspecify.annotations.NullMarked;
