package dev.underpin.testkit.contract;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records the moments that a run passes, so that other runs can die at each of them. Actions that differ in numbers only
 * (one for each partition) are one kind of moment.
 */
final class Moments implements Failpoints {

    private final Set<String> kinds = new HashSet<>();
    private final List<Moment> passed = new ArrayList<>();

    /** A failpoint as it is reached for one action, step or run. */
    record Moment(Failpoint point, String where) {

        /** Dies there. */
        Failpoints deadly() {
            return (reached, at) -> {
                if (reached == point && at.equals(where)) {
                    throw new SimulatedDeath();
                }
            };
        }

        @Override
        public String toString() {
            return point.id() + " of " + where;
        }
    }

    @Override
    public synchronized void reached(Failpoint point, String where) {
        if (kinds.add(point.id() + " " + where.replaceAll("\\d+", "#"))) {
            passed.add(new Moment(point, where));
        }
    }

    synchronized List<Moment> passed() {
        return List.copyOf(passed);
    }
}
