package dev.underpin.internal.batch;

import java.time.Duration;

/** A chunk size that follows the time that chunks take: smoothed, growing gently, shrinking at once. */
final class AdaptiveSize {

    private static final double SMOOTHING = 0.4;
    private static final double MOST_GROWTH = 1.5;
    private static final double LEAST_SHRINK = 0.5;

    private final double targetNanos;
    private final long least;
    private final long most;
    private double size;
    private double nanosPerUnit;

    AdaptiveSize(Duration target, long initial, long least, long most) {
        this.targetNanos = target.toNanos();
        this.least = least;
        this.most = most;
        this.size = initial;
    }

    long current() {
        return Math.round(size);
    }

    void took(long units, Duration time) {
        if (units <= 0) {
            return;
        }
        double observed = (double) time.toNanos() / units;
        nanosPerUnit = nanosPerUnit == 0 ? observed : SMOOTHING * observed + (1 - SMOOTHING) * nanosPerUnit;
        double wanted = targetNanos / Math.max(nanosPerUnit, 1);
        double bounded = Math.min(Math.max(wanted, size * LEAST_SHRINK), size * MOST_GROWTH);
        size = Math.min(Math.max(bounded, least), most);
    }
}
