package dev.underpin.internal.measure;

import java.util.Arrays;

/** The order of some durations. */
final class Percentiles {

    private final long[] sortedNanos;

    /**
     * @param nanos at least one
     */
    Percentiles(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sortedNanos = nanos.clone();
        Arrays.sort(sortedNanos);
    }

    /** The smallest duration, in milliseconds, that at least so many percent of all do not exceed. */
    double millis(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sortedNanos.length);
        return sortedNanos[Math.max(1, rank) - 1] / 1_000_000.0;
    }

    int count() {
        return sortedNanos.length;
    }
}
