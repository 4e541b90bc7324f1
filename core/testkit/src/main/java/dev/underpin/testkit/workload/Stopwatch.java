package dev.underpin.testkit.workload;

import java.time.Instant;
import java.util.Arrays;

/** Collects durations from several threads. */
final class Stopwatch {

    private long[] nanos = new long[1024];
    private int count;
    private long longest = -1;
    private String slowest = "";

    synchronized void record(String what, long elapsedNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = elapsedNanos;
        if (elapsedNanos > longest) {
            longest = elapsedNanos;
            slowest = "(" + what + ", until " + Instant.now() + ")";
        }
    }

    synchronized void reset() {
        count = 0;
        longest = -1;
        slowest = "";
    }

    synchronized Latencies latencies() {
        return Latencies.of(Arrays.copyOf(nanos, count), slowest);
    }
}
