/** What is told while a command works: to a person on the screen, to a program in a file. */
@NullMarked
package dev.underpin.cli.progress;

import org.jspecify.annotations.NullMarked;
