package dev.underpin.internal.command;

import dev.underpin.control.Failpoint;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.Replan;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepFailures;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.session.LostConnection;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.internal.step.AnsweredChecks;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.internal.undo.RollbackRunner;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunState;
import dev.underpin.spi.Settings.OnFailure;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Applies the steps of a run that are not applied yet; what happens when one fails is for the plan to say. */
final class ApplyRunner {

    private static final Set<Outcome> KEEP_WHAT_IS_DONE = Set.of(Outcome.STOPPED, Outcome.BUSY, Outcome.INTERRUPTED);

    private final RunScope run;
    private final StepRunner stepRunner;
    private final RollbackRunner rollback;

    @Inject
    ApplyRunner(RunScope run, StepRunner stepRunner, RollbackRunner rollback) {
        this.run = run;
        this.stepRunner = stepRunner;
        this.rollback = rollback;
    }

    /**
     * Returns when all steps are applied and verified.
     *
     * @param answered what the first of them need not ask again
     * @throws Failure if what a step remembered cannot be read; then nothing is gone on with, and nothing taken back
     */
    void run(List<BoundStep<?, ?>> steps, List<StepRow> rows, AnsweredChecks answered) {
        for (BoundStep<?, ?> step : steps) {
            stepRunner.requireMemory(step, rows.get(step.ordinal()));
        }
        run.runs().state(run.run(), RunState.RUNNING, Operation.APPLY);
        for (BoundStep<?, ?> step : steps) {
            if (rows.get(step.ordinal()).state() != RunState.APPLIED) {
                apply(step, rows.get(step.ordinal()), steps, step.ordinal() == 0 ? answered : AnsweredChecks.none());
            }
        }
        run.runs().state(run.run(), RunState.APPLIED, Operation.APPLY);
        run.reached(Failpoint.RUN_APPLIED, run.plan());
    }

    private void apply(BoundStep<?, ?> step, StepRow row, List<BoundStep<?, ?>> steps, AnsweredChecks answered) {
        try {
            stepRunner.apply(step, row, answered);
        } catch (LostConnection lost) {
            throw lost;
        } catch (Failure failure) {
            throw failed(step, failure, steps);
        } catch (RefusedException refused) {
            throw failed(step, new Failure(refusedInTheMiddle(step), Planner.problem(step, refused.finding())), steps);
        } catch (Replan changed) {
            throw failed(
                    step,
                    StepFailures.of(
                            Outcome.REFUSED,
                            step.id(),
                            EngineCodes.CHANGED_MEANWHILE,
                            "the structure has changed under the step: " + changed.getMessage(),
                            "Look at what changed, and apply again."),
                    steps);
        } catch (RuntimeException unexpected) {
            if (SqlFailure.of(unexpected) instanceof SqlFailure failure) {
                throw failure.connectionLost()
                        ? ServerFailures.lost(run.plan(), step.id(), failure)
                        : failed(step, StepFailures.refused(outcome(step, failure), step.id(), failure), steps);
            }
            stop(step);
            throw unexpected;
        }
    }

    /** What a step has done is not thrown away because of what others did meanwhile: that can be mended. */
    private Outcome refusedInTheMiddle(BoundStep<?, ?> step) {
        return JournaledActions.anythingDone(rollback.scope(step)) ? Outcome.STOPPED : Outcome.REFUSED;
    }

    /**
     * What the server lacked for a while can be had again, and then the step goes on. A disk that the step itself has filled is
     * another matter: applications need room, too, and sooner.
     */
    private Outcome outcome(BoundStep<?, ?> step, SqlFailure failure) {
        return failure.shortageOver() ? refusedInTheMiddle(step) : Outcome.REFUSED;
    }

    private Failure failed(BoundStep<?, ?> step, Failure failure, List<BoundStep<?, ?>> steps) {
        try {
            return dealtWith(step, failure, steps);
        } catch (LostConnection lost) {
            throw lost.after(failure);
        } catch (SqlFailure refused) {
            throw refused.connectionLost()
                    ? ServerFailures.lost(run.plan(), step.id(), refused).after(failure)
                    : refused;
        }
    }

    private Failure dealtWith(BoundStep<?, ?> step, Failure failure, List<BoundStep<?, ?>> steps) {
        boolean anythingDone = steps.stream().anyMatch(one -> JournaledActions.anythingDone(rollback.scope(one)));
        if (KEEP_WHAT_IS_DONE.contains(failure.outcome())) {
            return anythingDone ? stopped(step, failure) : nothingDone(failure);
        }
        boolean kept = run.settings().onFailure() == OnFailure.STOP;
        if (kept && failure.outcome() == Outcome.VERIFICATION_FAILED) {
            stop(step);
            return failure;
        }
        if (!anythingDone) {
            endWithoutTrace();
            return failure;
        }
        return kept ? compensated(step, failure) : rolledBack(failure, steps);
    }

    private void stop(BoundStep<?, ?> step) {
        run.runs().step(run.run(), step.ordinal(), RunState.STOPPED);
        run.runs().state(run.run(), RunState.STOPPED, Operation.APPLY);
    }

    private Failure stopped(BoundStep<?, ?> step, Failure failure) {
        stop(step);
        return new Failure(Outcome.STOPPED, failure.problems());
    }

    private Failure nothingDone(Failure failure) {
        endWithoutTrace();
        if (run.stop().requested() && failure.outcome() == Outcome.STOPPED) {
            return new Failure(
                    Outcome.INTERRUPTED,
                    EngineCodes.STOPPED,
                    "stopped on request, before anything was changed",
                    "Apply the plan again when you want it.");
        }
        return new Failure(
                failure.outcome() == Outcome.STOPPED ? Outcome.INTERRUPTED : failure.outcome(), failure.problems());
    }

    /** A run that has changed nothing holds nothing. */
    private void endWithoutTrace() {
        for (StepRow row : run.runs().stepsNow(run.run())) {
            if (row.state() != RunState.PENDING) {
                run.runs().step(run.run(), row.ordinal(), RunState.ROLLED_BACK);
            }
            run.programs().of(row.ordinal()).stream()
                    .filter(program -> program.state() == ProgramState.OPEN)
                    .forEach(program -> run.programs().close(program.id(), ProgramState.ABANDONED));
        }
        run.runs().state(run.run(), RunState.ROLLED_BACK, Operation.APPLY);
        run.claims().release(run.run());
    }

    private Failure compensated(BoundStep<?, ?> step, Failure failure) {
        try {
            rollback.undo(step);
        } catch (LostConnection lost) {
            throw lost;
        } catch (RuntimeException inUndo) {
            return undoFailed(failure, inUndo);
        }
        run.runs().forget(run.run(), step.ordinal());
        run.runs().state(run.run(), RunState.STOPPED, Operation.APPLY);
        return new Failure(Outcome.STOPPED, failure.problems());
    }

    private Failure rolledBack(Failure failure, List<BoundStep<?, ?>> steps) {
        try {
            rollback.all(steps);
        } catch (LostConnection lost) {
            throw lost;
        } catch (RuntimeException inUndo) {
            return undoFailed(failure, inUndo);
        }
        return new Failure(Outcome.FAILED_ROLLED_BACK, failure.problems());
    }

    private Failure undoFailed(Failure first, RuntimeException inUndo) {
        if (SqlFailure.of(inUndo) instanceof SqlFailure lost && lost.connectionLost()) {
            throw ServerFailures.lost(run.plan(), "", lost);
        }
        List<Problem> problems = new ArrayList<>(first.problems());
        if (inUndo instanceof Failure failure) {
            problems.addAll(failure.problems());
            if (failure.outcome() == Outcome.REFUSED) {
                return new Failure(Outcome.STOPPED, problems);
            }
        } else {
            problems.add(Problem.of(Finding.error(
                    EngineCodes.UNDO_FAILED,
                    "taking it back failed: " + inUndo.getMessage(),
                    "Nothing further was tried; go on with `underpin rollback " + run.plan() + "`.")));
        }
        run.runs().state(run.run(), RunState.STOPPED, Operation.ROLLBACK);
        return new Failure(Outcome.STOPPED, problems);
    }
}
