package dev.underpin.report;

import java.util.List;

/**
 * One step of a preview or a run.
 *
 * @param conditional a step before it has an unknown effect, so that its actions may come out differently
 */
public record StepReport(
        String id, String uses, RunState state, long durationMs, boolean conditional, List<ActionReport> actions) {

    /** The same in another state. */
    public StepReport in(RunState other) {
        return new StepReport(id, uses, other, durationMs, conditional, actions);
    }
}
