@NullMarked
package dev.underpin.steps;

import org.jspecify.annotations.NullMarked;
