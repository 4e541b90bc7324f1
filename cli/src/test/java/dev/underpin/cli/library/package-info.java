/** Underpin as a library in applications of others. */
@NullMarked
package dev.underpin.cli.library;

import org.jspecify.annotations.NullMarked;
