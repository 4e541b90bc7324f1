/** What a command has to say at its end, before it is known how it will be shown. */
@NullMarked
package dev.underpin.cli.answer;

import org.jspecify.annotations.NullMarked;
