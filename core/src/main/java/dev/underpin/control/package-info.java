/** When work has to stop: a person's wish, or a test's. */
@NullMarked
package dev.underpin.control;

import org.jspecify.annotations.NullMarked;
