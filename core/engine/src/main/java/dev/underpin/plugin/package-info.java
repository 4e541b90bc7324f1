/** Which step types there are, where they came from, and how their implementations are made. */
@NullMarked
package dev.underpin.plugin;

import org.jspecify.annotations.NullMarked;
