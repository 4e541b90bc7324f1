package dev.underpin.cli.render;

import java.time.Duration;
import java.util.Locale;

/** Times and numbers as people read them. */
public final class Quantities {

    private Quantities() {}

    /** {@code 12 ms}, {@code 4.2 s}, {@code 6m12s}, {@code 3h05m}, {@code 2d04h}. */
    public static String time(Duration duration) {
        long ms = Math.max(0, duration.toMillis());
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        long seconds = (ms + 500) / 1000;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds % 86_400 / 3600);
    }

    /** {@code 4m00s to 6m30s}; a single time where both are about the same. */
    public static String range(Duration least, Duration most) {
        boolean same = most.toMillis() - least.toMillis() <= Math.max(1000, least.toMillis() / 10);
        return same ? "about " + time(most) : time(least) + " to " + time(most);
    }

    static String time(long ms) {
        return time(Duration.ofMillis(ms));
    }

    /** {@code 0.42 ms}, {@code 3.1 ms}, {@code 120 ms}, {@code 1.5 s}. */
    static String latency(double ms) {
        if (ms < 1) {
            return String.format(Locale.ROOT, "%.2f ms", ms);
        }
        if (ms < 100) {
            return String.format(Locale.ROOT, "%.1f ms", ms);
        }
        return time(Math.round(ms));
    }

    /** With thousands apart: {@code 300,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 3 MB}, {@code 1.2 GB}; as PostgreSQL counts them, by 1024. */
    public static String size(long bytes) {
        if (bytes < 10L << 10) {
            return bytes + " bytes";
        }
        if (bytes < 10L << 20) {
            return (bytes >> 10) + " kB";
        }
        if (bytes < 10L << 30) {
            return (bytes >> 20) + " MB";
        }
        return bytes < 10L << 40
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
                : String.format(Locale.ROOT, "%.1f TB", bytes / (double) (1L << 40));
    }

    public static String count(long number, String singular) {
        return count(number) + " " + singular + (number == 1 ? "" : "s");
    }
}
