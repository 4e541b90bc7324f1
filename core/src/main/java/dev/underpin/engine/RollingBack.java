package dev.underpin.engine;

import dev.underpin.control.Failpoint;
import dev.underpin.journal.Runs.Operation;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Takes the steps of a run back, the last one first. */
final class RollingBack {

    private final RunScope run;
    private final Compensation compensation;
    private final Function<BoundStep<?, ?>, StepScope> scopes;

    RollingBack(RunScope run, Compensation compensation, Function<BoundStep<?, ?>, StepScope> scopes) {
        this.run = run;
        this.compensation = compensation;
        this.scopes = scopes;
    }

    StepScope scope(BoundStep<?, ?> step) {
        return scopes.apply(step);
    }

    /** All of it: afterwards the run is over and holds nothing. */
    void all(List<BoundStep<?, ?>> steps) {
        begin();
        for (BoundStep<?, ?> step : reversed(steps)) {
            undo(step);
            run.runs().step(run.run(), step.ordinal(), RunState.ROLLED_BACK);
        }
        run.runs().state(run.run(), RunState.ROLLED_BACK, Operation.ROLLBACK);
        run.runs().releaseClaims(run.run());
        run.reached(Failpoint.RUN_ROLLED_BACK, run.plan());
    }

    /** Everything behind the step that is kept; the rest can be applied again. */
    void downTo(String kept, List<BoundStep<?, ?>> steps, List<StepRow> rows) {
        begin();
        for (BoundStep<?, ?> step : reversed(steps)) {
            if (step.id().equals(kept)) {
                break;
            }
            if (rows.get(step.ordinal()).state() != RunState.PENDING) {
                undo(step);
                run.runs().forget(run.run(), step.ordinal());
            }
        }
        run.runs().state(run.run(), RunState.STOPPED, Operation.APPLY);
    }

    private void begin() {
        run.runs().state(run.run(), RunState.ROLLING_BACK, Operation.ROLLBACK);
        run.reached(Failpoint.ROLLBACK_BEGUN, run.plan());
    }

    void undo(BoundStep<?, ?> step) {
        StepScope scope = scope(step);
        if (!Compensation.anythingDone(scope)) {
            return;
        }
        long begun = System.nanoTime();
        run.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "rollback"));
        run.runs().step(run.run(), step.ordinal(), RunState.ROLLING_BACK);
        compensation.undo(scope);
        run.listener()
                .on(new RunEvent.StepEnded(
                        step.id(), RunState.ROLLED_BACK, Duration.ofNanos(System.nanoTime() - begun)));
        run.reached(Failpoint.STEP_UNDONE, step.id());
    }

    private static List<BoundStep<?, ?>> reversed(List<BoundStep<?, ?>> steps) {
        List<BoundStep<?, ?>> reversed = new ArrayList<>(steps);
        Collections.reverse(reversed);
        return reversed;
    }
}
