package dev.underpin.internal.undo;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.compilation.StepModules;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.List;

/** The modules that a rollback cannot do without: those of steps whose way back is a phase, which the step alone can compile. */
public final class UndoModules {

    private UndoModules() {}

    /**
     * @param steps those that are to be taken back
     * @throws Failure if the way back of one of them is not written down, and is not here
     */
    public static void require(List<BoundStep<?, ?>> steps, RunScope run) {
        List<Problem> problems = new ArrayList<>();
        for (BoundStep<?, ?> step : steps) {
            step.planned()
                    .unread()
                    .filter(reason -> needsPhase(step, run))
                    .ifPresent(reason -> problems.add(StepModules.needed(step.id(), reason)));
        }
        if (!problems.isEmpty()) {
            throw new Failure(Outcome.REFUSED, problems);
        }
    }

    /** Whether something that has taken effect is undone by a phase, which the step alone can compile. */
    private static boolean needsPhase(BoundStep<?, ?> step, RunScope run) {
        for (ProgramRow program : run.programs().of(step.ordinal())) {
            boolean needs = run.programs().actions(program.id()).stream()
                    .filter(row -> row.state() == ActionState.APPLIED || row.state() == ActionState.INTENT)
                    .map(row ->
                            ProgramAnalysis.find(program.program(), row.path()).undo())
                    .anyMatch(undo -> undo instanceof Undo.By by && phases(by.actions()));
            if (needs) {
                return true;
            }
        }
        return false;
    }

    private static boolean phases(List<Action> actions) {
        return actions.stream().anyMatch(action -> action instanceof Converge || phases(action.parts()));
    }
}
