/** How answers and events read for programs: the documents of {@code --output json} and the lines of {@code --events}. */
@NullMarked
package dev.underpin.cli.json;

import org.jspecify.annotations.NullMarked;
