package dev.underpin.testkit.workload;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long things took, without what they slept on purpose.
 *
 * @param count how many were measured
 * @param slowest which was the longest, and when it ended; empty if there was none
 */
public record Latencies(long count, Duration median, Duration p99, Duration longest, String slowest) {

    static Latencies of(long[] nanos, String slowest) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length, percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1), slowest);
    }

    private static Duration percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    @Override
    public String toString() {
        return String.format(
                "%d, median %.1f ms, p99 %.1f ms, longest %.1f ms %s",
                count, millis(median), millis(p99), millis(longest), slowest);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
