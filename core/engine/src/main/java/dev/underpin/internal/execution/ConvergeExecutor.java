package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles a phase, writes the round down, runs it, and begins again until the phase is empty. */
final class ConvergeExecutor implements ActionExecutor<Converge> {

    private final ProgramExecutor programs;

    ConvergeExecutor(ProgramExecutor programs) {
        this.programs = programs;
    }

    @Override
    public Ended execute(Converge action, ActionRow row, StepScope scope) {
        Programs journal = scope.run().programs();
        journal.begin(row.id());
        Optional<ProgramRow> open = rounds(row, scope).stream()
                .filter(round -> round.state() == ProgramState.OPEN)
                .findFirst();
        String lastHindrance = "";
        while (true) {
            if (open.isEmpty()) {
                StepScope.Compiled compiled = scope.phases().apply(action.phase());
                if (compiled.program().isEmpty()) {
                    break;
                }
                List<ProgramRow> rounds = rounds(row, scope);
                int inARow = inARow(rounds);
                if (inARow >= action.maxRounds()) {
                    throw unstable(action, scope, inARow, lastHindrance);
                }
                open = Optional.of(journal.open(
                        scope.ordinal(),
                        ProgramRole.ROUND,
                        Optional.of(row.id()),
                        rounds.stream()
                                .mapToInt(round -> round.round() + 1)
                                .max()
                                .orElse(0),
                        compiled.program(),
                        compiled.answers()));
                scope.run().reached(Failpoint.PROGRAM_JOURNALED, action.key());
            }
            try {
                programs.run(open.get(), scope);
                if (waits(open.get())) {
                    forgetEarlierWaits(open.get(), row, scope);
                }
            } catch (Replan changed) {
                journal.close(open.get().id(), ProgramState.ABANDONED);
                lastHindrance = String.valueOf(changed.getMessage());
                scope.run()
                        .listener()
                        .on(new RunEvent.Waiting(
                                scope.id(),
                                action.key(),
                                "planned anew: " + lastHindrance,
                                open.get().round() + 1,
                                Duration.ZERO,
                                List.of()));
            }
            open = Optional.empty();
            scope.run().reached(Failpoint.ROUND_DONE, action.key());
        }
        journal.end(row.id(), ActionState.APPLIED, 0, Map.of());
        return Ended.applied(0);
    }

    /** Rounds since somebody was waited for: however long he takes, nothing is unstable because of it. */
    private static int inARow(List<ProgramRow> rounds) {
        int inARow = 0;
        for (ProgramRow round : rounds) {
            inARow = round.state() == ProgramState.DONE && waits(round) ? 0 : inARow + 1;
        }
        return inARow;
    }

    /** A run may wait for weeks, and look now and then: the last time is enough to be known. */
    private static void forgetEarlierWaits(ProgramRow last, ActionRow row, StepScope scope) {
        rounds(row, scope).stream()
                .filter(round -> round.id() < last.id() && round.state() == ProgramState.DONE)
                .filter(round -> waits(round) && changesNothing(round))
                .forEach(round -> scope.run().programs().forget(round.id()));
    }

    private static boolean changesNothing(ProgramRow round) {
        return round.program().actions().stream()
                .allMatch(action -> action.undo() instanceof Undo.None || action.undo() instanceof Undo.Harmless);
    }

    private static boolean waits(ProgramRow round) {
        return ProgramAnalysis.gates(round.program()).findAny().isPresent();
    }

    private static List<ProgramRow> rounds(ActionRow row, StepScope scope) {
        return scope.run().programs().of(scope.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.ROUND)
                .filter(program ->
                        program.parent().filter(parent -> parent == row.id()).isPresent())
                .toList();
    }

    private static RuntimeException unstable(Converge action, StepScope scope, int rounds, String lastHindrance) {
        return StepFailures.of(
                Outcome.STOPPED,
                scope.id(),
                EngineCodes.NO_END,
                action.title() + " did not come to an end in " + rounds + " rounds"
                        + (lastHindrance.isEmpty() ? "" : "; last: " + lastHindrance),
                "Something keeps changing the same objects; find it, then go on with `underpin resume "
                        + scope.run().plan() + "`.");
    }
}
