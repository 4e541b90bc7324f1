package dev.underpin.internal.undo;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.report.RunState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run stood before its rollback was begun. In the journal, so that a rollback which turns out to be refused can be
 * forgotten even by another process.
 *
 * @param steps by their ordinals
 */
record RunStateSnapshot(RunState run, List<RunState> steps) {

    private static final String KIND = "rollback-begun";

    /** Writes down how the run stands now. */
    static void write(RunScope scope, JournalJson json) {
        Run run = scope.runs().now(scope.run());
        List<RunState> steps =
                scope.runs().stepsNow(scope.run()).stream().map(StepRow::state).toList();
        RunState settled = run.state() == RunState.APPLIED ? RunState.APPLIED : RunState.STOPPED;
        scope.events().note(scope.run(), KIND, json.text(new RunStateSnapshot(settled, steps)));
    }

    static RunStateSnapshot read(RunScope scope, JournalJson json) {
        return scope.events()
                .latest(scope.run(), KIND)
                .map(body -> json.read(body, RunStateSnapshot.class))
                .orElseThrow(() -> new IllegalStateException("a rollback without a beginning"));
    }

    boolean begun(BoundStep<?, ?> step) {
        return steps.get(step.ordinal()) != RunState.PENDING;
    }

    /** All of it. */
    void restore(RunScope scope) {
        restore(scope, run, steps.size());
    }

    /** The steps up to this one; what came after it has been taken back, and can be applied again. */
    void restoreUpTo(RunScope scope, BoundStep<?, ?> last) {
        for (int ordinal = last.ordinal() + 1; ordinal < steps.size(); ordinal++) {
            scope.runs().forget(scope.run(), ordinal);
        }
        restore(scope, RunState.STOPPED, last.ordinal() + 1);
    }

    private void restore(RunScope scope, RunState state, int count) {
        Map<Integer, RunState> before = new TreeMap<>();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            before.put(ordinal, steps.get(ordinal));
        }
        scope.runs().restore(scope.run(), state, Operation.APPLY, before);
    }
}
