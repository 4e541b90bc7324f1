package dev.underpin.testkit.workload;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

        private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        private final List<String> samples = new ArrayList<>();
        private long rows;

        void row() {
            rows++;
        }

        void found(Kind kind, String what) {
            if (counts.merge(kind, 1L, Long::sum) <= SAMPLES_OF_EACH_KIND) {
                samples.add(kind.name().toLowerCase(Locale.ROOT) + ": " + what);
            }
        }

        private long count(Kind kind) {
            return counts.getOrDefault(kind, 0L);
        }

        Verdict verdict() {
            return new Verdict(
                    rows,
                    count(Kind.LOST),
                    count(Kind.STALE),
                    count(Kind.RESURRECTED),
                    count(Kind.UNEXPECTED),
                    count(Kind.DUPLICATED),
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
