package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Undo;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a step's actions back, newest beginning first. Undo only goes forward: what is undone stays so. */
public final class Compensation {

    private final ProgramExecutor programs;

    @Inject
    Compensation(ProgramExecutor programs) {
        this.programs = programs;
    }

    public void undo(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        finishOpenUndo(all, scope);
        Set<String> undone = JournaledActions.keysUndone(all, scope);
        List<JournaledActions.Done> withoutUndo = new ArrayList<>();
        for (JournaledActions.Done done : JournaledActions.newestFirst(all, scope)) {
            if (done.row().state() == ActionState.INTENT && !reconcile(done, scope)) {
                continue;
            }
            if (nothingToDo(done, undone)) {
                withoutUndo.add(done);
                continue;
            }
            undo(done, undone, scope);
            mark(withoutUndo, scope);
            journal(scope).undone(done.row().id());
        }
        mark(withoutUndo, scope);
        all.stream()
                .filter(program -> program.role() != ProgramRole.UNDO && program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).close(program.id(), ProgramState.ABANDONED));
    }

    /**
     * Takes back what a duty's program has done, as far as that can be, and closes it. What the step itself did, and earlier
     * duties, stay.
     */
    public void undoOnly(ProgramRow duty, StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        Set<Long> actions = new HashSet<>();
        List<ProgramRow> mine = JournaledActions.belonging(all, List.of(duty), actions, scope);
        List<ProgramRow> undo = all.stream()
                .filter(program -> program.role() == ProgramRole.UNDO
                        && program.parent().filter(actions::contains).isPresent())
                .toList();
        finishOpenUndo(undo, scope);
        Set<String> undone = new HashSet<>();
        undo.forEach(program -> program.program().actions().forEach(action -> undone.add(action.key())));
        for (JournaledActions.Done done : JournaledActions.newestFirst(mine, scope)) {
            if (done.action().undo() instanceof Undo.Irreversible) {
                break;
            }
            if (done.row().state() != ActionState.INTENT || reconcile(done, scope)) {
                undo(done, undone, scope);
                journal(scope).undone(done.row().id());
            }
        }
        mine.stream()
                .filter(program -> program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).close(program.id(), ProgramState.ABANDONED));
    }

    /** What has no undo is called undone only when something before it is: a rollback may yet be refused. */
    private static void mark(List<JournaledActions.Done> withoutUndo, StepScope scope) {
        withoutUndo.forEach(done -> journal(scope).undone(done.row().id()));
        withoutUndo.clear();
    }

    private static boolean nothingToDo(JournaledActions.Done done, Set<String> undone) {
        Undo undo = done.action().undo();
        return undo instanceof Undo.None
                || undo instanceof Undo.Harmless
                || (undo instanceof Undo.By by
                        && by.actions().stream().allMatch(action -> undone.contains(action.key())));
    }

    private static Programs journal(StepScope scope) {
        return scope.run().programs();
    }

    /** An undo that was interrupted is carried to its end before the next one is begun. */
    private void finishOpenUndo(List<ProgramRow> all, StepScope scope) {
        for (ProgramRow program : all) {
            if (program.role() == ProgramRole.UNDO && program.state() == ProgramState.OPEN) {
                run(program, scope);
            }
        }
    }

    /** What was begun and not ended: whether there is anything to take back. */
    private boolean reconcile(JournaledActions.Done done, StepScope scope) {
        if (!(done.action() instanceof Autocommit autocommit)) {
            return true;
        }
        Autocommit.State state = programs.autocommits().probe(autocommit, scope);
        if (state == Autocommit.State.PARTIAL) {
            state = programs.autocommits().repair(autocommit, scope);
        }
        return switch (state) {
            case DONE -> true;
            case ABSENT -> {
                journal(scope).notBegun(done.row().id());
                yield false;
            }
            case UNKNOWN -> throw AutocommitExecutor.undecided(autocommit, scope);
            default ->
                throw StepFailures.of(
                        Outcome.STOPPED,
                        scope.id(),
                        EngineCodes.NOT_OURS,
                        done.action().key() + ": it cannot be told whether it took effect (" + state + ")",
                        "Look at the object, put it right, then go on with `underpin rollback "
                                + scope.run().plan() + "`.");
        };
    }

    private void undo(JournaledActions.Done done, Set<String> undone, StepScope scope) {
        if (done.action().undo() instanceof Undo.Irreversible irreversible) {
            throw StepFailures.of(
                    Outcome.REFUSED,
                    scope.id(),
                    EngineCodes.NO_WAY_BACK,
                    done.action().title() + " cannot be taken back: " + irreversible.why(),
                    "The plan accepted that. What was before it stays as it is; see `underpin status "
                            + scope.run().plan() + "`.");
        }
        if (done.action().undo() instanceof Undo.By by) {
            for (Action action : by.actions()) {
                if (undone.add(action.key())) {
                    ProgramRow program = journal(scope)
                            .open(
                                    scope.ordinal(),
                                    ProgramRole.UNDO,
                                    Optional.of(done.row().id()),
                                    0,
                                    Program.of(action),
                                    Map.of());
                    scope.run().reached(Failpoint.UNDO_JOURNALED, action.key());
                    run(program, scope);
                }
            }
        }
    }

    private void run(ProgramRow program, StepScope scope) {
        try {
            programs.run(program, scope);
        } catch (SqlFailure | Replan refused) {
            if (refused instanceof SqlFailure failure && failure.connectionLost()) {
                throw ServerFailures.lost(scope.run().plan(), scope.id(), failure);
            }
            throw StepFailures.of(
                    Outcome.STOPPED,
                    scope.id(),
                    EngineCodes.UNDO_FAILED,
                    "taking it back failed: " + refused.getMessage(),
                    remedy(
                            refused,
                            "go on with `underpin rollback " + scope.run().plan() + "`."));
        }
        scope.run().reached(Failpoint.UNDO_DONE, scope.id());
    }

    private static String remedy(RuntimeException refused, String goOn) {
        String otherwise = "Mend what is in the way, then " + goOn;
        return refused instanceof SqlFailure failure
                ? ServerFailures.remedy(failure, "then " + goOn, otherwise)
                : otherwise;
    }
}
