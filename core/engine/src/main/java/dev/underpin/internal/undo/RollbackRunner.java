package dev.underpin.internal.undo;

import dev.underpin.control.Failpoint;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.execution.Compensation;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.RefusedException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes the steps of a run back, the last one first. Where that is refused before anything was taken back, the run stands again
 * as it stood before.
 */
public final class RollbackRunner {

    private final RunScope run;
    private final Compensation compensation;
    private final JournalJson json;
    private final RunSteps runSteps;
    private final RollbackOutlook outlook;

    @Inject
    RollbackRunner(
            RunScope run, Compensation compensation, JournalJson json, RunSteps runSteps, RollbackOutlook outlook) {
        this.run = run;
        this.compensation = compensation;
        this.json = json;
        this.runSteps = runSteps;
        this.outlook = outlook;
    }

    public StepScope scope(BoundStep<?, ?> step) {
        return runSteps.undoing(step);
    }

    /** All of it: afterwards the run is over and holds nothing. */
    public void all(List<BoundStep<?, ?>> steps) {
        begin(steps);
        for (BoundStep<?, ?> step : reversed(steps)) {
            undoUnlessRefused(step, steps);
            run.runs().step(run.run(), step.ordinal(), RunState.ROLLED_BACK);
        }
        run.runs().state(run.run(), RunState.ROLLED_BACK, Operation.ROLLBACK);
        run.claims().release(run.run());
        run.reached(Failpoint.RUN_ROLLED_BACK, run.plan());
    }

    /** Everything behind the step that is kept; the rest can be applied again. */
    public void downTo(String kept, List<BoundStep<?, ?>> steps, List<StepRow> rows) {
        List<BoundStep<?, ?>> behind = new ArrayList<>();
        for (BoundStep<?, ?> step : reversed(steps)) {
            if (step.id().equals(kept)) {
                break;
            }
            behind.add(step);
        }
        begin(behind);
        for (BoundStep<?, ?> step : behind) {
            if (rows.get(step.ordinal()).state() != RunState.PENDING) {
                undoUnlessRefused(step, steps);
                run.runs().forget(run.run(), step.ordinal());
            }
        }
        run.runs().state(run.run(), RunState.STOPPED, Operation.APPLY);
    }

    /** A rollback that goes on was looked into when it began. */
    private void begin(List<BoundStep<?, ?>> steps) {
        boolean first = run.runs().now(run.run()).operation() != Operation.ROLLBACK;
        if (first) {
            RunStateSnapshot.write(run, json);
        }
        run.runs().state(run.run(), RunState.ROLLING_BACK, Operation.ROLLBACK);
        run.reached(Failpoint.ROLLBACK_BEGUN, run.plan());
        if (first) {
            refuseBeforehand(steps);
        }
    }

    /** Where a single step is to be taken back, it asks for itself before it changes anything. */
    private void refuseBeforehand(List<BoundStep<?, ?>> steps) {
        long done = steps.stream()
                .filter(step -> JournaledActions.anythingDone(scope(step)))
                .count();
        List<Problem> errors = done < 2
                ? List.of()
                : outlook.hindrances(steps).stream().filter(Problem::error).toList();
        if (!errors.isEmpty()) {
            RunStateSnapshot.read(run, json).restore(run);
            throw new Failure(Outcome.REFUSED, errors);
        }
    }

    private void undoUnlessRefused(BoundStep<?, ?> step, List<BoundStep<?, ?>> steps) {
        try {
            undo(step);
        } catch (RefusedException refused) {
            throw ended(step, steps, new Failure(Outcome.REFUSED, Planner.problem(step, refused.finding())));
        } catch (Failure failure) {
            throw keepsWaiting(failure) ? failure : ended(step, steps, failure);
        }
    }

    /** Of a request to stop, and of a lost connection, nothing follows for the rollback: it goes on when it is asked to. */
    private boolean keepsWaiting(Failure failure) {
        return run.stop().requested()
                || failure.problems().stream()
                        .anyMatch(problem -> EngineCodes.CONNECTION_LOST_HALFWAY
                                .id()
                                .equals(problem.finding().code()));
    }

    /** A rollback that has not taken effect leaves everything to be decided anew, whatever ended it. */
    private Failure ended(BoundStep<?, ?> step, List<BoundStep<?, ?>> steps, Failure failure) {
        if (JournaledActions.touched(scope(step))) {
            return failure.outcome() == Outcome.REFUSED ? new Failure(Outcome.STOPPED, failure.problems()) : failure;
        }
        if (restore(step, steps)) {
            return failure.outcome() == Outcome.STOPPED && !undecided(failure) ? untouched(failure) : failure;
        }
        return new Failure(Outcome.STOPPED, failure.problems());
    }

    private static boolean undecided(Failure failure) {
        return failure.problems().stream()
                .anyMatch(problem ->
                        EngineCodes.UNDECIDED.id().equals(problem.finding().code()));
    }

    /** Nothing has changed: it was refused, or nobody gave way. */
    private static Failure untouched(Failure failure) {
        boolean heldTooLong = failure.problems().stream()
                .anyMatch(problem ->
                        EngineCodes.HELD_TOO_LONG.id().equals(problem.finding().code()));
        return new Failure(heldTooLong ? Outcome.BUSY : Outcome.REFUSED, failure.problems());
    }

    /** @return whether all of it is as before; else later steps have been taken back */
    private boolean restore(BoundStep<?, ?> step, List<BoundStep<?, ?>> steps) {
        JournaledActions.abandonUndo(scope(step));
        RunStateSnapshot before = RunStateSnapshot.read(run, json);
        boolean laterTakenBack = steps.stream()
                .filter(later -> later.ordinal() > step.ordinal() && before.begun(later))
                .anyMatch(later -> JournaledActions.touched(scope(later)));
        if (laterTakenBack) {
            before.restoreUpTo(run, step);
        } else {
            before.restore(run);
        }
        return !laterTakenBack;
    }

    /**
     * Gives a rollback up that was begun: the steps that it has not reached stay as they were.
     *
     * @return false if a step has been taken back in part, or all of them as a whole: it can only be carried on
     */
    boolean giveUp(List<BoundStep<?, ?>> steps) {
        for (BoundStep<?, ?> step : reversed(steps)) {
            if (JournaledActions.anythingDone(scope(step))) {
                if (JournaledActions.touched(scope(step))) {
                    return false;
                }
                restore(step, steps);
                return true;
            }
        }
        return false;
    }

    public void undo(BoundStep<?, ?> step) {
        StepScope scope = scope(step);
        if (!JournaledActions.anythingDone(scope)) {
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
