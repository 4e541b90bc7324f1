package dev.underpin.internal.duty;

import dev.underpin.db.SqlFailure;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.execution.Compensation;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.Replan;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.session.LostConnection;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Duty;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One round of a plan's duties: which are due, what became of each, and what a failed one leaves, which is nothing. */
final class DutyRound {

    private final RunScope scope;
    private final ProgramExecutor programs;
    private final Compensation compensation;
    private final List<Problem> problems = new ArrayList<>();
    private Outcome outcome = Outcome.DONE;

    DutyRound(RunScope scope, ProgramExecutor programs, Compensation compensation) {
        this.scope = scope;
        this.programs = programs;
        this.compensation = compensation;
    }

    /** A duty's program, written down. */
    record Begun(ProgramRow program, StepScope scope) {}

    Duties.Result result() {
        return new Duties.Result(outcome, List.copyOf(problems));
    }

    /** Nobody knows the duties of a step whose module is not here. */
    void absent(BoundStep<?, ?> step) {
        failed(Outcome.REFUSED, step.absent().problems());
    }

    /** Takes back what a killed runner left of earlier duties. Returns whether new ones may be begun. */
    boolean tidied(BoundStep<?, ?> step, StepScope stepScope) {
        try {
            scope.programs().of(step.ordinal()).stream()
                    .filter(program -> program.role() == ProgramRole.DUTY && program.state() == ProgramState.OPEN)
                    .forEach(program -> compensation.undoOnly(program, stepScope));
            return true;
        } catch (LostConnection lost) {
            throw lost;
        } catch (Failure failure) {
            failed(failure.outcome(), failure.problems());
            return false;
        }
    }

    boolean due(BoundStep<?, ?> step, Duty duty) {
        Cadence cadence = new Cadence(duty.cadence());
        Instant now = scope.runs().clock();
        Optional<Instant> last = scope.events().lastDuty(scope.run(), step.id(), duty.phase());
        boolean due = last.isEmpty() || cadence.due(last.get(), now);
        if (!due) {
            problems.add(Planner.problem(
                    step,
                    Finding.note(
                            EngineCodes.NOT_DUE,
                            "duty " + duty.phase() + " is not due before " + cadence.next(last.get()) + " ("
                                    + cadence.text() + ")",
                            "With --now it is done at once.")));
        }
        return due;
    }

    /** @param begin empty if there is nothing to do */
    void run(BoundStep<?, ?> step, Duty duty, Supplier<Optional<Begun>> begin) {
        Instant began = scope.runs().clock();
        long begunNanos = System.nanoTime();
        Optional<Begun> begun = Optional.empty();
        try {
            scope.stop().check();
            begun = begin.get();
            if (begun.isPresent()) {
                scope.listener()
                        .on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "maintain"));
                programs.run(begun.get().program(), begun.get().scope());
                scope.listener()
                        .on(new RunEvent.StepEnded(
                                step.id(), RunState.APPLIED, Duration.ofNanos(System.nanoTime() - begunNanos)));
            }
            scope.events().dutyDone(scope.run(), step.id(), duty.phase(), began);
        } catch (LostConnection lost) {
            throw lost;
        } catch (RuntimeException failure) {
            takeBack(begun, SqlFailure.of(failure));
            failed(step, duty, SqlFailure.of(failure));
        }
    }

    private void takeBack(Optional<Begun> begun, RuntimeException failure) {
        boolean lost = failure instanceof SqlFailure server && server.connectionLost();
        if (begun.isPresent() && !lost) {
            try {
                compensation.undoOnly(begun.get().program(), begun.get().scope());
            } catch (LostConnection lostInUndo) {
                throw lostInUndo;
            } catch (Failure inUndo) {
                failed(Outcome.STOPPED, inUndo.problems());
            }
        }
    }

    private void failed(BoundStep<?, ?> step, Duty duty, RuntimeException failure) {
        if (scope.stop().requested()) {
            failed(
                    Outcome.STOPPED,
                    List.of(problem(
                            step,
                            EngineCodes.STOPPED,
                            "stopped on request in duty " + duty.phase(),
                            "It is done at the next `underpin maintain`.")));
        } else if (failure instanceof Failure told) {
            boolean kept = told.outcome() == Outcome.BUSY || told.outcome() == Outcome.STOPPED;
            failed(kept ? told.outcome() : Outcome.FAILED_ROLLED_BACK, told.problems());
        } else if (failure instanceof RefusedException refused) {
            failed(Outcome.FAILED_ROLLED_BACK, List.of(Planner.problem(step, refused.finding())));
        } else if (failure instanceof Replan || (failure instanceof SqlFailure server && !server.connectionLost())) {
            failed(
                    Outcome.FAILED_ROLLED_BACK,
                    List.of(problem(
                            step,
                            EngineCodes.DUTY_FAILED,
                            "duty " + duty.phase() + " failed: " + failure.getMessage(),
                            "Put right what is wrong; it is tried again at the next `underpin maintain`.")));
        } else {
            throw failure;
        }
    }

    private static Problem problem(BoundStep<?, ?> step, Code code, String message, String remedy) {
        return Planner.problem(step, Finding.error(code, message, remedy));
    }

    private void failed(Outcome how, List<Problem> found) {
        problems.addAll(found);
        boolean worse = outcome == Outcome.DONE || outcome == Outcome.BUSY || how == Outcome.STOPPED;
        outcome = worse ? how : outcome;
    }
}
