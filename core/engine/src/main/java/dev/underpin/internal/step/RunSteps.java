package dev.underpin.internal.step;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.report.Problem;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The steps of a run as the journal has them at the moment of each question. */
public final class RunSteps {

    private final RunScope scope;
    private final EngineSessions engineSessions;
    private final StepRunner runner;

    @Inject
    RunSteps(RunScope scope, EngineSessions engineSessions, StepRunner runner) {
        this.scope = scope;
        this.engineSessions = engineSessions;
        this.runner = runner;
    }

    public Run run() {
        return Runs.byId(engineSessions.reading().dsl(), scope.run());
    }

    public List<StepRow> rows() {
        return Runs.steps(engineSessions.reading().dsl(), scope.run());
    }

    public StepRow row(BoundStep<?, ?> step) {
        return rows().get(step.ordinal());
    }

    /** What the step remembered before it was applied. */
    public Record memory(BoundStep<?, ?> step) {
        return runner.memory(step, row(step));
    }

    /** In which the step is taken back: undo that is written down needs no memory; a phase of it does. */
    public StepScope undoing(BoundStep<?, ?> step) {
        return new StepScope(
                scope,
                step.ordinal(),
                step.id(),
                phase -> runner.scope(step, memory(step)).phases().apply(phase));
    }

    /** What a look at the steps shows that somebody should know. */
    public List<Problem> glance(List<BoundStep<?, ?>> of) {
        List<Problem> problems = new ArrayList<>();
        of.stream()
                .filter(step -> step.planned().unread().isEmpty())
                .forEach(step -> problems.addAll(runner.glance(step, memory(step))));
        return problems;
    }
}
