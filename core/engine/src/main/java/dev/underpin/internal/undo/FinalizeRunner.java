package dev.underpin.internal.undo;

import dev.underpin.control.Failpoint;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.CompileContext;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.Replan;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepFailures;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.session.LostConnection;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Program;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends the possibility to roll back, and removes what was kept for it. */
public final class FinalizeRunner {

    private final RunScope run;
    private final StepRunner stepRunner;
    private final ProgramExecutor programs;

    @Inject
    FinalizeRunner(RunScope run, StepRunner stepRunner, ProgramExecutor programs) {
        this.run = run;
        this.stepRunner = stepRunner;
        this.programs = programs;
    }

    /**
     * Steps that are not applied are given up. Whatever ends it before anything was dropped leaves the run as it was.
     *
     * @throws dev.underpin.spi.finding.RefusedException if a step cannot be finalized now; nothing has been done then
     */
    public void run(List<BoundStep<?, ?>> all, List<StepRow> rows) {
        List<BoundStep<?, ?>> steps = all.stream()
                .filter(step -> kept(rows.get(step.ordinal()).state()))
                .toList();
        if (steps.stream().allMatch(this::untouched)) {
            steps.forEach(
                    step -> step.finalizing(stepRunner.memory(step, rows.get(step.ordinal())), stepRunner.live(step)));
        }
        RunState stood = run.runs().now(run.run()).state();
        boolean first = run.runs().now(run.run()).operation() != Operation.FINALIZE;
        run.runs().state(run.run(), RunState.RUNNING, Operation.FINALIZE);
        run.reached(Failpoint.FINALIZE_BEGUN, run.plan());
        try {
            for (BoundStep<?, ?> step : steps) {
                if (rows.get(step.ordinal()).state() != RunState.FINALIZED) {
                    finish(step, rows.get(step.ordinal()));
                }
            }
        } catch (Failure | RefusedException | SqlFailure | Replan ended) {
            throw ended(steps, first ? stood : RunState.APPLIED, ended);
        }
        all.stream()
                .filter(step -> !steps.contains(step))
                .forEach(step -> run.runs().step(run.run(), step.ordinal(), RunState.SKIPPED));
        run.runs().state(run.run(), RunState.FINALIZED, Operation.FINALIZE);
        run.claims().release(run.run());
        run.reached(Failpoint.RUN_FINALIZED, run.plan());
    }

    private static boolean kept(RunState state) {
        return state == RunState.APPLIED || state == RunState.FINALIZED;
    }

    /** As long as nothing has gone, there is a way back. */
    private RuntimeException ended(List<BoundStep<?, ?>> steps, RunState stood, RuntimeException ended) {
        Failure failure = StepFailures.expected(run.plan(), ended);
        if (failure instanceof LostConnection
                || run.stop().requested()
                || steps.stream().anyMatch(this::anythingGone)) {
            return failure.outcome() == Outcome.REFUSED ? new Failure(Outcome.STOPPED, failure.problems()) : failure;
        }
        steps.stream()
                .flatMap(step -> run.programs().of(step.ordinal()).stream())
                .filter(program -> program.role() == ProgramRole.FINALIZE && program.state() == ProgramState.OPEN)
                .forEach(program -> run.programs().abandon(program.id()));
        run.runs().restore(run.run(), stood, Operation.APPLY, Map.of());
        return failure.outcome() == Outcome.STOPPED ? new Failure(Outcome.REFUSED, failure.problems()) : failure;
    }

    private boolean anythingGone(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.FINALIZE)
                .anyMatch(program -> run.programs().actions(program.id()).stream()
                        .filter(row -> row.state() == ActionState.INTENT || row.state() == ActionState.APPLIED)
                        .anyMatch(row -> ProgramAnalysis.find(program.program(), row.path())
                                .changes()));
    }

    private void finish(BoundStep<?, ?> step, StepRow row) {
        long begun = System.nanoTime();
        run.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "finalize"));
        Record memory = stepRunner.memory(step, row);
        programs.run(open(step).orElseGet(() -> compile(step, memory)), stepRunner.scope(step, memory));
        run.runs().step(run.run(), step.ordinal(), RunState.FINALIZED);
        run.listener()
                .on(new RunEvent.StepEnded(step.id(), RunState.FINALIZED, Duration.ofNanos(System.nanoTime() - begun)));
        run.reached(Failpoint.STEP_FINALIZED, step.id());
    }

    private boolean untouched(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream()
                .noneMatch(
                        program -> program.role() == ProgramRole.FINALIZE && program.state() != ProgramState.ABANDONED);
    }

    private Optional<ProgramRow> open(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.FINALIZE && program.state() == ProgramState.OPEN)
                .findFirst();
    }

    private ProgramRow compile(BoundStep<?, ?> step, Record memory) {
        CompileContext context = stepRunner.live(step);
        Program program = step.finalizing(memory, context);
        ProgramRow opened = run.programs()
                .open(
                        step.ordinal(),
                        ProgramRole.FINALIZE,
                        Optional.empty(),
                        0,
                        program,
                        context.questions().answers());
        run.reached(Failpoint.PROGRAM_JOURNALED, step.id());
        return opened;
    }
}
