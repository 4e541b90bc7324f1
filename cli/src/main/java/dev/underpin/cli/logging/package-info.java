/** Where the log goes: warnings to standard error, more of it with {@code --verbose}. */
@NullMarked
package dev.underpin.cli.logging;

import org.jspecify.annotations.NullMarked;
