package dev.underpin.engine;

import dev.underpin.control.Failpoint;
import dev.underpin.db.SqlFailure;
import dev.underpin.journal.Programs;
import dev.underpin.journal.Programs.ActionRow;
import dev.underpin.journal.Programs.ActionState;
import dev.underpin.journal.Programs.ProgramRow;
import dev.underpin.journal.Programs.ProgramState;
import dev.underpin.journal.Programs.Role;
import dev.underpin.report.Outcome;
import dev.underpin.spi.Action;
import dev.underpin.spi.Autocommit;
import dev.underpin.spi.Program;
import dev.underpin.spi.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a step's actions back, newest beginning first. Undo only goes forward: what is undone stays so. */
final class Compensation {

    private final ProgramExecutor programs;

    Compensation(ProgramExecutor programs) {
        this.programs = programs;
    }

    /** A journaled action with what was declared. */
    private record Done(ActionRow row, Action action) {}

    /** Whether anything of the step has taken effect, or may have. */
    static boolean anythingDone(StepScope scope) {
        return journal(scope).of(scope.ordinal()).stream()
                .filter(program -> program.role() != Role.UNDO)
                .flatMap(program -> journal(scope).actions(program.id()).stream())
                .anyMatch(action -> action.state() == ActionState.INTENT || action.state() == ActionState.APPLIED);
    }

    void undo(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        finishOpenUndo(all, scope);
        Set<String> undone = keysUndone(all, scope);
        for (Done done : newestFirst(all, scope)) {
            if (done.row().state() == ActionState.INTENT && !reconcile(done, scope)) {
                continue;
            }
            undo(done, undone, scope);
            journal(scope).undone(done.row().id());
        }
        all.stream()
                .filter(program -> program.role() != Role.UNDO && program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).close(program.id(), ProgramState.ABANDONED));
    }

    private static Programs journal(StepScope scope) {
        return scope.run().programs();
    }

    /** An undo that was interrupted is carried to its end before the next one is begun. */
    private void finishOpenUndo(List<ProgramRow> all, StepScope scope) {
        for (ProgramRow program : all) {
            if (program.role() == Role.UNDO && program.state() == ProgramState.OPEN) {
                run(program, scope);
            }
        }
    }

    /** The keys of undo actions that have run since the step was last applied. */
    private static Set<String> keysUndone(List<ProgramRow> all, StepScope scope) {
        long applied = all.stream()
                .filter(program -> program.role() == Role.APPLY)
                .mapToLong(ProgramRow::id)
                .max()
                .orElse(0);
        Set<String> keys = new HashSet<>();
        for (ProgramRow program : all) {
            if (program.role() == Role.UNDO && program.id() > applied) {
                program.program().actions().forEach(action -> keys.add(action.key()));
            }
        }
        return keys;
    }

    private static List<Done> newestFirst(List<ProgramRow> all, StepScope scope) {
        Set<Long> undoPrograms = descendantsOfUndo(all, scope);
        List<Done> done = new ArrayList<>();
        for (ProgramRow program : all) {
            if (undoPrograms.contains(program.id()) || program.role() == Role.FINALIZE) {
                continue;
            }
            for (ActionRow row : journal(scope).actions(program.id())) {
                if (row.state() == ActionState.INTENT || row.state() == ActionState.APPLIED) {
                    done.add(new Done(row, find(program.program(), row.path())));
                }
            }
        }
        done.sort(
                Comparator.comparing((Done one) -> one.row().began().orElse(0L)).reversed());
        return done;
    }

    /** Undo programs, and the rounds of their converging actions. */
    private static Set<Long> descendantsOfUndo(List<ProgramRow> all, StepScope scope) {
        Set<Long> actions = new HashSet<>();
        Set<Long> undo = new HashSet<>();
        for (ProgramRow program : all) {
            boolean belongs = program.role() == Role.UNDO
                    || (program.role() == Role.ROUND
                            && program.parent().filter(actions::contains).isPresent());
            if (belongs) {
                undo.add(program.id());
                journal(scope).actions(program.id()).forEach(action -> actions.add(action.id()));
            }
        }
        return undo;
    }

    private static Action find(Program program, String path) {
        String[] indexes = path.split("\\.", -1);
        Action action = program.actions().get(Integer.parseInt(indexes[0]));
        for (int i = 1; i < indexes.length; i++) {
            action = Programming.parts(action).get(Integer.parseInt(indexes[i]));
        }
        return action;
    }

    /** What was begun and not ended: whether there is anything to take back. */
    private boolean reconcile(Done done, StepScope scope) {
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
                journal(scope).end(done.row().id(), ActionState.ABANDONED, 0, Map.of());
                yield false;
            }
            default ->
                throw Failures.of(
                        Outcome.STOPPED,
                        scope.id(),
                        "E2105",
                        done.action().key() + ": it cannot be told whether it took effect (" + state + ")",
                        "Look at the object, put it right, then go on with `underpin rollback "
                                + scope.run().plan() + "`.");
        };
    }

    private void undo(Done done, Set<String> undone, StepScope scope) {
        if (Programming.undo(done.action()) instanceof Undo.Irreversible irreversible) {
            throw Failures.of(
                    Outcome.STOPPED,
                    scope.id(),
                    "E2111",
                    done.action().title() + " cannot be taken back: " + irreversible.why(),
                    "The plan accepted that. What was before it stays as it is; see `underpin status "
                            + scope.run().plan() + "`.");
        }
        if (Programming.undo(done.action()) instanceof Undo.By by) {
            for (Action action : by.actions()) {
                if (undone.add(action.key())) {
                    ProgramRow program = journal(scope)
                            .open(
                                    scope.ordinal(),
                                    Role.UNDO,
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
            throw Failures.of(
                    Outcome.STOPPED,
                    scope.id(),
                    "E2113",
                    "taking it back failed: " + refused.getMessage(),
                    "Mend what is in the way, then go on with `underpin rollback "
                            + scope.run().plan() + "`.");
        }
        scope.run().reached(Failpoint.UNDO_DONE, scope.id());
    }
}
