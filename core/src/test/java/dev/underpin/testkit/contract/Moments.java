package dev.underpin.testkit.contract;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Records the moments that a run passes, so that other runs can die at each of them. */
final class Moments implements Failpoints {

    private final Set<Moment> passed = new LinkedHashSet<>();

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
        passed.add(new Moment(point, where));
    }

    synchronized List<Moment> passed() {
        return List.copyOf(passed);
    }
}
