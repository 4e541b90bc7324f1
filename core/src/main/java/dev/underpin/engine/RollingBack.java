package dev.underpin.engine;

import dev.underpin.control.Failpoint;
import dev.underpin.journal.JournalJson;
import dev.underpin.journal.Runs.Operation;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Takes the steps of a run back, the last one first. Where that is refused before anything was taken back, the run stands again
 * as it stood before.
 */
final class RollingBack {

    private final RunScope run;
    private final Compensation compensation;
    private final JournalJson json;
    private final Function<BoundStep<?, ?>, StepScope> scopes;

    RollingBack(
            RunScope run, Compensation compensation, JournalJson json, Function<BoundStep<?, ?>, StepScope> scopes) {
        this.run = run;
        this.compensation = compensation;
        this.json = json;
        this.scopes = scopes;
    }

    StepScope scope(BoundStep<?, ?> step) {
        return scopes.apply(step);
    }

    /** All of it: afterwards the run is over and holds nothing. */
    void all(List<BoundStep<?, ?>> steps) {
        begin();
        for (BoundStep<?, ?> step : reversed(steps)) {
            undoUnlessRefused(step, steps);
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
                undoUnlessRefused(step, steps);
                run.runs().forget(run.run(), step.ordinal());
            }
        }
        run.runs().state(run.run(), RunState.STOPPED, Operation.APPLY);
    }

    private void begin() {
        if (run.runs().now(run.run()).operation() != Operation.ROLLBACK) {
            Standing.write(run, json);
        }
        run.runs().state(run.run(), RunState.ROLLING_BACK, Operation.ROLLBACK);
        run.reached(Failpoint.ROLLBACK_BEGUN, run.plan());
    }

    private void undoUnlessRefused(BoundStep<?, ?> step, List<BoundStep<?, ?>> steps) {
        try {
            undo(step);
        } catch (RefusedException refused) {
            throw refused(step, steps, new Failure(Outcome.REFUSED, Planner.problem(step, refused.finding())));
        } catch (Failure failure) {
            throw failure.outcome() == Outcome.REFUSED ? refused(step, steps, failure) : failure;
        }
    }

    private Failure refused(BoundStep<?, ?> step, List<BoundStep<?, ?>> steps, Failure refused) {
        if (Compensation.touched(scope(step))) {
            return new Failure(Outcome.STOPPED, refused.problems());
        }
        Compensation.abandonUndo(scope(step));
        Standing before = Standing.read(run, json);
        boolean laterTakenBack = steps.stream()
                .filter(later -> later.ordinal() > step.ordinal() && before.begun(later))
                .anyMatch(later -> Compensation.touched(scope(later)));
        if (laterTakenBack) {
            before.restoreUpTo(run, step);
            return new Failure(Outcome.STOPPED, refused.problems());
        }
        before.restore(run);
        return refused;
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
