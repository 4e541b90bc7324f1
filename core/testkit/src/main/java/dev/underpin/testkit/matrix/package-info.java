/** Which part of all tests a run takes, and which it has taken. */
@NullMarked
package dev.underpin.testkit.matrix;

import org.jspecify.annotations.NullMarked;
