package dev.underpin.report;

import java.util.List;
import java.util.Optional;

/**
 * One step of a preview or a run.
 *
 * @param conditional a step before it has an unknown effect, so that its actions may come out differently
 * @param estimate what it comes to; of a preview
 */
public record StepReport(
        String id,
        String uses,
        RunState state,
        long durationMs,
        boolean conditional,
        List<ActionReport> actions,
        Optional<Estimate> estimate) {

    /** Of a run. */
    public StepReport(
            String id, String uses, RunState state, long durationMs, boolean conditional, List<ActionReport> actions) {
        this(id, uses, state, durationMs, conditional, actions, Optional.empty());
    }

    /** The same in another state. */
    public StepReport in(RunState other) {
        return new StepReport(id, uses, other, durationMs, conditional, actions, estimate);
    }
}
