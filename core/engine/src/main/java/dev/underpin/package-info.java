/** How a Java program runs a plan: the entry point and the reports it returns. */
@NullMarked
package dev.underpin;

import org.jspecify.annotations.NullMarked;
