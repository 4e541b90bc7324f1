package dev.underpin.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that happened during a run. */
public sealed interface RunEvent {

    /** The server has been reached. */
    record Connected(ServerTarget target) implements RunEvent {}

    record RunStarted(String run, String plan, String command) implements RunEvent {}

    record RunEnded(String run, String plan, RunState state, Outcome outcome) implements RunEvent {}

    record StepStarted(String step, String uses, String phase) implements RunEvent {}

    record StepEnded(String step, RunState state, Duration took) implements RunEvent {}

    record ActionStarted(String step, String key, String title, String mode) implements RunEvent {}

    record ActionEnded(String step, String key, String title, RunState state, Duration took, long rows)
            implements RunEvent {}

    /**
     * Long work goes on.
     *
     * @param done and {@code total} in {@code unit}; total is negative while unknown
     * @param rows moved so far
     * @param rowsPerSecond recently
     * @param left estimated; empty while unknown
     * @param heldBack the share of the time for which it was held back on purpose, between 0 and 1
     */
    record Progress(
            String step,
            String key,
            String title,
            long done,
            long total,
            String unit,
            long rows,
            double rowsPerSecond,
            Optional<TimeLeft> left,
            double heldBack)
            implements RunEvent {}

    /** A statement waits for, or has given way to, others; it will try again. */
    record Waiting(String step, String key, String reason, int attempt, Duration waited, List<String> blockers)
            implements RunEvent {}

    /** The run waits for {@code underpin cutover}; it goes on draining. */
    record GateClosed(String step, String gate, long pending) implements RunEvent {}

    /**
     * A log is being drained.
     *
     * @param untilStopped whether that goes on until somebody stops it
     */
    record Draining(String step, boolean untilStopped, long pending) implements RunEvent {}

    record Checked(String step, String id, String title, boolean passed, List<String> details) implements RunEvent {}

    record Measured(String id, boolean before, double p50Ms, double p95Ms) implements RunEvent {}

    record Noticed(Problem problem) implements RunEvent {}
}
