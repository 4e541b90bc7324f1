package dev.underpin.report;

import java.time.Duration;
import java.util.List;

/**
 * Whether a plan could be rolled back right now.
 *
 * @param about how long that would take, apart from waiting for locks and older transactions
 * @param waitsFor whom it would wait for at this moment
 * @param hindrances errors: what would refuse it; warnings: what may
 */
public record WayBack(String plan, Duration about, List<String> waitsFor, List<Problem> hindrances) {

    public WayBack {
        waitsFor = List.copyOf(waitsFor);
        hindrances = List.copyOf(hindrances);
    }

    /** Whether nothing is known that would refuse it. */
    public boolean open() {
        return hindrances.stream().noneMatch(Problem::error);
    }
}
