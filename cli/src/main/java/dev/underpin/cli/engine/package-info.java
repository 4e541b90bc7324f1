/** What the commands ask of the engine. */
@NullMarked
package dev.underpin.cli.engine;

import org.jspecify.annotations.NullMarked;
