package dev.underpin.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a runner does, as it last told the journal.
 *
 * @param step that it works on; empty before the first
 * @param phase of the step, such as {@code apply}
 * @param tasks its actions that go on
 * @param pending keys that wait in a log; empty if none is being drained
 * @param gate that the run waits at, until {@code underpin cutover}
 */
public record Activity(String step, String phase, List<Task> tasks, Optional<Long> pending, Optional<String> gate) {

    /** Nothing has been told yet. */
    public static final Activity NONE = new Activity("", "", List.of(), Optional.empty(), Optional.empty());

    public Activity {
        tasks = List.copyOf(tasks);
    }

    /** An action that goes on. */
    public record Task(String step, String title, Optional<Figures> figures, Optional<Hindrance> hindrance) {}

    /**
     * How far it is.
     *
     * @param total negative while unknown
     * @param heldBack the share of the time for which it was held back, between 0 and 1
     */
    public record Figures(
            long done,
            long total,
            String unit,
            long rows,
            double rowsPerSecond,
            Optional<TimeLeft> left,
            double heldBack) {

        public static Figures of(RunEvent.Progress event) {
            return new Figures(
                    event.done(),
                    event.total(),
                    event.unit(),
                    event.rows(),
                    event.rowsPerSecond(),
                    event.left(),
                    event.heldBack());
        }
    }

    /** What it waits for, and who is in the way. */
    public record Hindrance(String reason, int attempt, Duration waited, List<String> blockers) {

        public Hindrance {
            blockers = List.copyOf(blockers);
        }

        public static Hindrance of(RunEvent.Waiting event) {
            return new Hindrance(event.reason(), event.attempt(), event.waited(), event.blockers());
        }
    }
}
