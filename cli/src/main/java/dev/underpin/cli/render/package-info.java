/** How answers and events read: plain text with emphasis, made for people. */
@NullMarked
package dev.underpin.cli.render;

import org.jspecify.annotations.NullMarked;
