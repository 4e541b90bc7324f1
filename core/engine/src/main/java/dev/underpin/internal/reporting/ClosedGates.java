package dev.underpin.internal.reporting;

import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.report.StatusReport.ClosedGate;
import dev.underpin.report.StatusReport.Repeated;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Chunks;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a run waits for somebody to open, and what was done lately so that he may. */
public final class ClosedGates {

    private final RunScope scope;
    private final RunSteps steps;

    @Inject
    ClosedGates(RunScope scope, RunSteps steps) {
        this.scope = scope;
        this.steps = steps;
    }

    public List<ClosedGate> now() {
        List<ClosedGate> closed = new ArrayList<>();
        for (StepRow row : steps.rows()) {
            List<ProgramRow> programs = scope.programs().of(row.ordinal());
            // Between two rounds neither is open.
            programs.stream()
                    .flatMap(program -> ProgramAnalysis.gates(program.program()))
                    .reduce((earlier, later) -> later)
                    .filter(gate -> !scope.runs().gateOpen(scope.run(), gate.name()))
                    .ifPresent(gate -> closed.add(new ClosedGate(
                            scope.plan(),
                            row.id(),
                            gate.name(),
                            gate.repeated().flatMap(repeated -> last(programs, repeated)))));
        }
        return closed;
    }

    private Optional<Repeated> last(List<ProgramRow> programs, Chunks.Repeated repeated) {
        return programs.stream()
                .flatMap(program -> scope.programs().actions(program.id()).stream()
                        .filter(action -> action.key().equals(repeated.action()))
                        .filter(action -> action.state() == ActionState.APPLIED)
                        .flatMap(action -> done(program, action, repeated).stream()))
                .max(Comparator.comparing(Repeated::endedAt));
    }

    private static Optional<Repeated> done(ProgramRow program, ActionRow row, Chunks.Repeated repeated) {
        String title = program.program().actions().stream()
                .filter(action -> action.key().equals(row.key()))
                .map(Action::title)
                .findFirst()
                .orElse(row.key());
        return row.endedAt().map(end -> new Repeated(title, end.toInstant(), row.rows() == 0, repeated.every()));
    }
}
