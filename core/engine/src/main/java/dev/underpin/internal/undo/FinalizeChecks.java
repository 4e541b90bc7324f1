package dev.underpin.internal.undo;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** What is looked at before the way back is given up: that everything is what the plan made it. */
public final class FinalizeChecks {

    private final RunSteps runSteps;
    private final StepRunner stepRunner;
    private final RollbackRunner rollback;
    private final String plan;

    @Inject
    FinalizeChecks(RunScope run, RunSteps runSteps, StepRunner stepRunner, RollbackRunner rollback) {
        this.runSteps = runSteps;
        this.stepRunner = stepRunner;
        this.rollback = rollback;
        this.plan = run.plan();
    }

    /**
     * Looks, and decides.
     *
     * @param steps all of the plan
     * @param accepts whether differences are no reason to stop
     * @return what the reader should know; what differs is among it as a warning if that was accepted
     * @throws Failure if the plan cannot be finalized as it stands, or differs and that is not accepted
     */
    public List<Problem> admit(List<BoundStep<?, ?>> steps, boolean accepts) {
        giveUpRollback(steps);
        return settled(against(steps), accepts);
    }

    /**
     * What differs, and what is not applied; decides nothing.
     *
     * @throws Failure if the plan cannot be finalized as it stands
     */
    List<Problem> against(List<BoundStep<?, ?>> steps) {
        List<StepRow> rows = runSteps.rows();
        refuseHalfWay(steps, rows);
        List<Problem> found = new ArrayList<>();
        for (BoundStep<?, ?> step : steps) {
            StepRow row = rows.get(step.ordinal());
            if (row.state() == RunState.APPLIED) {
                found.addAll(stepRunner.unmetByNow(step, stepRunner.memory(step, row)));
            } else {
                found.add(Planner.problem(
                        step,
                        Finding.error(
                                EngineCodes.STEP_NOT_APPLIED,
                                "step " + step.id() + " is not applied, and would be given up",
                                "Apply it with `underpin resume " + plan + "`.")));
            }
        }
        return found;
    }

    private List<Problem> settled(List<Problem> found, boolean accepts) {
        if (found.stream().noneMatch(Problem::error)) {
            return found;
        }
        if (accepts) {
            return found.stream().map(FinalizeChecks::accepted).toList();
        }
        List<Problem> all = new ArrayList<>();
        all.add(Problem.of(Finding.error(
                EngineCodes.DIFFERS_AT_FINALIZE,
                "plan " + plan + " is not what it should be; nothing was dropped",
                "Look into the differences below while there is a way back. `underpin finalize " + plan
                        + " --accept-differences` keeps everything as it is and gives the way back up.")));
        all.addAll(found);
        throw new Failure(Outcome.VERIFICATION_FAILED, all);
    }

    private static Problem accepted(Problem problem) {
        Finding finding = problem.finding();
        return problem.error()
                ? new Problem(
                        Finding.warning(finding.code(), "accepted: " + finding.message(), finding.remedy()),
                        problem.step(),
                        problem.place(),
                        problem.details())
                : problem;
    }

    private void giveUpRollback(List<BoundStep<?, ?>> steps) {
        if (runSteps.run().operation() == Operation.ROLLBACK && !rollback.giveUp(steps)) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.TAKEN_BACK_IN_PART,
                    "plan " + plan + " has been taken back in part; nothing was dropped",
                    "Carry it on with `underpin rollback " + plan + "`.");
        }
    }

    private void refuseHalfWay(List<BoundStep<?, ?>> steps, List<StepRow> rows) {
        boolean applied = rows.stream().anyMatch(row -> row.state() == RunState.APPLIED);
        for (BoundStep<?, ?> step : steps) {
            boolean half = rows.get(step.ordinal()).state() != RunState.APPLIED
                    && JournaledActions.anythingDone(runSteps.undoing(step));
            if (half || !applied) {
                throw new Failure(
                        Outcome.REFUSED,
                        EngineCodes.NOT_APPLIED,
                        "plan " + plan + " is not applied: step " + step.id() + " is "
                                + (half ? "half-way" : "not begun") + "; nothing was dropped",
                        "Finish it first with `underpin resume " + plan + "`, or take it back with `underpin rollback "
                                + plan + "`.");
            }
        }
    }
}
