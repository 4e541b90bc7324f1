package dev.underpin.internal.duty;

import dev.underpin.internal.batch.BatchScope;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.execution.Compensation;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.internal.sync.LogReplay;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Duty;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Program;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an applied plan has to do again and again, until it is finalized or beyond. */
public final class Duties {

    private final RunScope scope;
    private final RunSteps runSteps;
    private final StepRunner stepRunner;
    private final ProgramExecutor programs;
    private final Compensation compensation;

    @Inject
    Duties(
            RunScope scope,
            RunSteps runSteps,
            StepRunner stepRunner,
            ProgramExecutor programs,
            Compensation compensation) {
        this.scope = scope;
        this.runSteps = runSteps;
        this.stepRunner = stepRunner;
        this.programs = programs;
        this.compensation = compensation;
    }

    /** Whether the plan has duties in this state. */
    public boolean any(List<BoundStep<?, ?>> steps, RunState state) {
        return steps.stream()
                .anyMatch(step ->
                        step.planned().unread().isPresent() || !of(step, state).isEmpty());
    }

    private List<Duty> of(BoundStep<?, ?> step, RunState state) {
        return step.duties(memory(step)).stream()
                .filter(duty -> state == RunState.APPLIED || !duty.untilFinalize())
                .toList();
    }

    /**
     * What a round of duties came to.
     *
     * @param problems of those that failed; notes about those that are not due
     */
    public record Result(Outcome outcome, List<Problem> problems) {}

    /**
     * Runs the duties that are due, one by one; one that fails is taken back and does not keep the others.
     *
     * @param now whether they are due or not
     */
    public Result runDue(List<BoundStep<?, ?>> steps, RunState state, boolean now) {
        DutyRound round = new DutyRound(scope, programs, compensation);
        for (BoundStep<?, ?> step : steps) {
            if (step.planned().unread().isPresent()) {
                round.absent(step);
                continue;
            }
            List<Duty> duties = of(step, state);
            if (!duties.isEmpty() && round.tidied(step, scope(step, memory(step)))) {
                for (Duty duty : duties) {
                    if (now || round.due(step, duty)) {
                        round.run(step, duty, () -> begin(step, duty));
                    }
                }
            }
        }
        return round.result();
    }

    /**
     * Lets what earlier steps keep equal follow what later ones have changed, now and not at the next {@code maintain}; logs that
     * merely wait to be drained can wait.
     */
    public Result follow(List<BoundStep<?, ?>> steps) {
        DutyRound round = new DutyRound(scope, programs, compensation);
        for (BoundStep<?, ?> step : steps.subList(0, steps.size() - 1)) {
            for (Duty duty : of(step, RunState.APPLIED)) {
                List<Action> actions =
                        compile(step, memory(step), duty).program().actions();
                boolean drains = actions.stream().anyMatch(action -> log(action).isPresent());
                if (drains && actions.stream().anyMatch(action -> log(action).isEmpty())) {
                    round.run(step, duty, () -> begin(step, duty));
                }
            }
        }
        return round.result();
    }

    private Optional<DutyRound.Begun> begin(BoundStep<?, ?> step, Duty duty) {
        Record memory = memory(step);
        StepScope.Compiled compiled = compile(step, memory, duty);
        return compiled.program().isEmpty()
                ? Optional.empty()
                : Optional.of(new DutyRound.Begun(open(step, compiled), scope(step, memory)));
    }

    private StepScope scope(BoundStep<?, ?> step, Record memory) {
        return stepRunner.scope(step, memory);
    }

    private ProgramRow open(BoundStep<?, ?> step, StepScope.Compiled compiled) {
        return scope.programs()
                .open(step.ordinal(), ProgramRole.DUTY, Optional.empty(), 0, compiled.program(), compiled.answers());
    }

    /** Drains the step's logs until a stop is requested. Returns at once if it has none. */
    public void keepDraining(BoundStep<?, ?> step) {
        Record memory = memory(step);
        for (Duty duty : step.duties(memory)) {
            StepScope.Compiled compiled = compile(step, memory, duty);
            List<Action> actions = compiled.program().actions();
            boolean drains = actions.stream().anyMatch(action -> log(action).isPresent());
            if (drains && actions.stream().anyMatch(action -> log(action).isEmpty())) {
                run(step, memory, compiled);
                compiled = compile(step, memory, duty);
            }
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
    public List<Pending> pending(BoundStep<?, ?> step) {
        if (step.planned().unread().isPresent()) {
            return List.of();
        }
        Record memory = memory(step);
        List<Pending> pending = new ArrayList<>();
        for (Duty duty : step.duties(memory)) {
            for (Action action : compile(step, memory, duty).program().actions()) {
                log(action).ifPresent(log -> pending.add(count(log)));
            }
        }
        return pending;
    }

    public record Pending(String log, long keys) {}

    private Pending count(Chunks.Log log) {
        return scope.workers()
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
                new Chunks.Log(log.sync(), log.until(), Optional.of(BatchScope.UNTIL_STOPPED)),
                batches.checks(),
                batches.perChunk(),
                batches.pace(),
                batches.undo());
    }

    private Record memory(BoundStep<?, ?> step) {
        return runSteps.memory(step);
    }

    private StepScope.Compiled compile(BoundStep<?, ?> step, Record memory, Duty duty) {
        return stepRunner.scope(step, memory).phases().apply(duty.phase());
    }

    private void run(BoundStep<?, ?> step, Record memory, StepScope.Compiled compiled) {
        if (compiled.program().isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        scope.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "maintain"));
        ProgramRow program = open(step, compiled);
        boolean done = false;
        try {
            programs.run(program, stepRunner.scope(step, memory));
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
