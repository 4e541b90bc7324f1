package dev.underpin.testkit.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * How a table differs from what it must contain.
 *
 * @param rows how many rows it has
 * @param lost rows that must be there and are not
 * @param stale rows with other values than the last committed ones
 * @param resurrected rows that were deleted, or whose insertion was rolled back
 * @param unexpected rows that no writer ever inserted
 * @param duplicated further rows with an id that is there already
 * @param samples some of them, with their ids
 */
public record Verdict(
        long rows, long lost, long stale, long resurrected, long unexpected, long duplicated, List<String> samples) {

    public Verdict {
        samples = List.copyOf(samples);
    }

    public boolean isClean() {
        return lost == 0 && stale == 0 && resurrected == 0 && unexpected == 0 && duplicated == 0;
    }

    @Override
    public String toString() {
        return rows + " rows: " + lost + " lost, " + stale + " stale, " + resurrected + " resurrected, " + unexpected
                + " unexpected, " + duplicated + " duplicated"
                + (samples.isEmpty() ? "" : ", such as\n" + String.join("\n", samples));
    }

    /** Counts while the table is read. */
    static final class Tally {

        private static final int SAMPLES_OF_EACH_KIND = 5;

        private final long[] counts = new long[Kind.values().length];
        private final List<String> samples = new ArrayList<>();
        private long rows;

        void row() {
            rows++;
        }

        void found(Kind kind, String what) {
            if (counts[kind.ordinal()]++ < SAMPLES_OF_EACH_KIND) {
                samples.add(kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + what);
            }
        }

        Verdict verdict() {
            return new Verdict(
                    rows,
                    counts[Kind.LOST.ordinal()],
                    counts[Kind.STALE.ordinal()],
                    counts[Kind.RESURRECTED.ordinal()],
                    counts[Kind.UNEXPECTED.ordinal()],
                    counts[Kind.DUPLICATED.ordinal()],
                    samples);
        }
    }

    enum Kind {
        LOST,
        STALE,
        RESURRECTED,
        UNEXPECTED,
        DUPLICATED
    }
}
