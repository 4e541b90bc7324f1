/** How many rows move: chunk sources, adaptive size, throttle, workers, progress. */
@NullMarked
package dev.underpin.batch;

import org.jspecify.annotations.NullMarked;
