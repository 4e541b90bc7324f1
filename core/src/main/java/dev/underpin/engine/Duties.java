package dev.underpin.engine;

import dev.underpin.journal.Programs.ProgramRow;
import dev.underpin.journal.Programs.ProgramState;
import dev.underpin.journal.Programs.Role;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Action;
import dev.underpin.spi.Batches;
import dev.underpin.spi.Chunks;
import dev.underpin.spi.Duty;
import dev.underpin.spi.Program;
import dev.underpin.sync.LogReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an applied plan has to do again and again until it is finalized. */
final class Duties {

    /** Never opened: what waits for it goes on until a stop is requested. */
    private static final String NEVER = "never";

    private final Work work;

    Duties(Work work) {
        this.work = work;
    }

    /** Runs each duty of the step once. */
    void runOnce(BoundStep<?, ?> step) {
        Record memory = memory(step);
        for (Duty duty : step.duties(memory)) {
            run(step, memory, compile(step, memory, duty));
        }
    }

    /** Drains the step's logs until a stop is requested. Returns at once if it has none. */
    void keepDraining(BoundStep<?, ?> step) {
        Record memory = memory(step);
        for (Duty duty : step.duties(memory)) {
            StepScope.Compiled compiled = compile(step, memory, duty);
            List<Action> endless = new ArrayList<>();
            for (Action action : compiled.program().actions()) {
                log(action).ifPresent(log -> endless.add(endless((Batches) action, log)));
            }
            if (!endless.isEmpty()) {
                run(step, memory, new StepScope.Compiled(Program.of(endless), compiled.answers()));
            }
        }
    }

    /** How many entries wait in each of the step's logs. */
    List<Pending> pending(BoundStep<?, ?> step) {
        Record memory = memory(step);
        List<Pending> pending = new ArrayList<>();
        for (Duty duty : step.duties(memory)) {
            for (Action action : compile(step, memory, duty).program().actions()) {
                log(action).ifPresent(log -> pending.add(count(log)));
            }
        }
        return pending;
    }

    record Pending(String log, long keys) {}

    private Pending count(Chunks.Log log) {
        return work.scope()
                .workers()
                .with(session -> new Pending(log.sync().id(), new LogReplay(session, log.sync()).pending()));
    }

    private static Optional<Chunks.Log> log(Action action) {
        return action instanceof Batches batches && batches.chunks() instanceof Chunks.Log log
                ? Optional.of(log)
                : Optional.empty();
    }

    private static Batches endless(Batches batches, Chunks.Log log) {
        return new Batches(
                batches.key(),
                batches.title(),
                new Chunks.Log(log.sync(), log.until(), Optional.of(NEVER)),
                batches.perChunk(),
                batches.pace(),
                batches.undo());
    }

    private Record memory(BoundStep<?, ?> step) {
        return work.steps().memory(step, work.rows().get(step.ordinal()));
    }

    private StepScope.Compiled compile(BoundStep<?, ?> step, Record memory, Duty duty) {
        return work.steps().scope(step, memory).phases().apply(duty.phase());
    }

    private void run(BoundStep<?, ?> step, Record memory, StepScope.Compiled compiled) {
        if (compiled.program().isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        RunScope scope = work.scope();
        scope.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "maintain"));
        ProgramRow program = scope.programs()
                .open(step.ordinal(), Role.DUTY, Optional.empty(), 0, compiled.program(), compiled.answers());
        boolean done = false;
        try {
            work.programs().run(program, work.steps().scope(step, memory));
            done = true;
        } finally {
            if (!done) {
                scope.programs().close(program.id(), ProgramState.ABANDONED);
            }
        }
        scope.listener()
                .on(new RunEvent.StepEnded(step.id(), RunState.APPLIED, Duration.ofNanos(System.nanoTime() - begun)));
    }
}
