package dev.underpin.engine;

import dev.underpin.control.Failpoint;
import dev.underpin.journal.Programs.ProgramRow;
import dev.underpin.journal.Programs.ProgramState;
import dev.underpin.journal.Programs.Role;
import dev.underpin.journal.Runs.Operation;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends the possibility to roll back, and removes what was kept for it. */
final class Finalizing {

    private final RunScope run;
    private final StepWork work;
    private final ProgramExecutor programs;

    Finalizing(RunScope run, StepWork work, ProgramExecutor programs) {
        this.run = run;
        this.work = work;
        this.programs = programs;
    }

    /**
     * @throws dev.underpin.spi.RefusedException if a step cannot be finalized now; nothing has been done then
     */
    void run(List<BoundStep<?, ?>> steps, List<StepRow> rows) {
        if (steps.stream().allMatch(this::untouched)) {
            steps.forEach(step -> step.finalizing(work.memory(step, rows.get(step.ordinal())), work.live(step)));
        }
        run.runs().state(run.run(), RunState.RUNNING, Operation.FINALIZE);
        run.reached(Failpoint.FINALIZE_BEGUN, run.plan());
        for (BoundStep<?, ?> step : steps) {
            if (rows.get(step.ordinal()).state() != RunState.FINALIZED) {
                finish(step, rows.get(step.ordinal()));
            }
        }
        run.runs().state(run.run(), RunState.FINALIZED, Operation.FINALIZE);
        run.runs().releaseClaims(run.run());
        run.reached(Failpoint.RUN_FINALIZED, run.plan());
    }

    private void finish(BoundStep<?, ?> step, StepRow row) {
        long begun = System.nanoTime();
        run.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "finalize"));
        Record memory = work.memory(step, row);
        programs.run(open(step).orElseGet(() -> compile(step, memory)), work.scope(step, memory));
        run.runs().step(run.run(), step.ordinal(), RunState.FINALIZED);
        run.listener()
                .on(new RunEvent.StepEnded(step.id(), RunState.FINALIZED, Duration.ofNanos(System.nanoTime() - begun)));
        run.reached(Failpoint.STEP_FINALIZED, step.id());
    }

    private boolean untouched(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream().noneMatch(program -> program.role() == Role.FINALIZE);
    }

    private Optional<ProgramRow> open(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == Role.FINALIZE && program.state() == ProgramState.OPEN)
                .findFirst();
    }

    private ProgramRow compile(BoundStep<?, ?> step, Record memory) {
        CompileContext context = work.live(step);
        Program program = step.finalizing(memory, context);
        ProgramRow opened = run.programs()
                .open(
                        step.ordinal(),
                        Role.FINALIZE,
                        Optional.empty(),
                        0,
                        program,
                        context.questions().answers());
        run.reached(Failpoint.PROGRAM_JOURNALED, step.id());
        return opened;
    }
}
