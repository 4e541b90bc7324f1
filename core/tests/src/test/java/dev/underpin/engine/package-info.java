/** Tests of the engine with steps of their own. */
@NullMarked
package dev.underpin.engine;

import org.jspecify.annotations.NullMarked;
