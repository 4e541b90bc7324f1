/** How many rows move: chunk sources, adaptive size, throttle, workers, progress. */
@NullMarked
package dev.underpin.internal.batch;

import org.jspecify.annotations.NullMarked;
