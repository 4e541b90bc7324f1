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
        List<Done> withoutUndo = new ArrayList<>();
        for (Done done : newestFirst(all, scope)) {
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
                .filter(program -> program.role() != Role.UNDO && program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).close(program.id(), ProgramState.ABANDONED));
    }

    /**
     * Takes back what a duty's program has done, as far as that can be, and closes it. What the step itself did, and earlier
     * duties, stay.
     */
    void undoOnly(ProgramRow duty, StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        Set<Long> actions = new HashSet<>();
        List<ProgramRow> mine = belonging(all, List.of(duty), actions, scope);
        List<ProgramRow> undo = all.stream()
                .filter(program -> program.role() == Role.UNDO
                        && program.parent().filter(actions::contains).isPresent())
                .toList();
        finishOpenUndo(undo, scope);
        Set<String> undone = new HashSet<>();
        undo.forEach(program -> program.program().actions().forEach(action -> undone.add(action.key())));
        for (Done done : newestFirst(mine, scope)) {
            if (Programming.undo(done.action()) instanceof Undo.Irreversible) {
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

    /** The programs with the rounds of their converging actions, whose ids are collected, too. */
    private static List<ProgramRow> belonging(
            List<ProgramRow> all, List<ProgramRow> roots, Set<Long> actions, StepScope scope) {
        Set<Long> ids = new HashSet<>();
        roots.forEach(root -> ids.add(root.id()));
        List<ProgramRow> found = new ArrayList<>();
        for (ProgramRow program : all) {
            boolean round = program.role() == Role.ROUND
                    && program.parent().filter(actions::contains).isPresent();
            if (round || ids.contains(program.id())) {
                found.add(program);
                journal(scope).actions(program.id()).forEach(action -> actions.add(action.id()));
            }
        }
        return found;
    }

    /** What has no undo is called undone only when something before it is: a rollback may yet be refused. */
    private static void mark(List<Done> withoutUndo, StepScope scope) {
        withoutUndo.forEach(done -> journal(scope).undone(done.row().id()));
        withoutUndo.clear();
    }

    private static boolean nothingToDo(Done done, Set<String> undone) {
        Undo undo = Programming.undo(done.action());
        return undo instanceof Undo.None
                || (undo instanceof Undo.By by
                        && by.actions().stream().allMatch(action -> undone.contains(action.key())));
    }

    /** Whether an undo of the step has taken effect, or may have, since the step was last applied. */
    static boolean touched(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        long applied = lastApplied(all);
        Set<Long> undo = descendantsOfUndo(all, scope);
        return all.stream()
                .filter(program -> undo.contains(program.id()) && program.id() > applied)
                .filter(program -> program.state() != ProgramState.ABANDONED || program.role() == Role.ROUND)
                .anyMatch(program -> journal(scope).actions(program.id()).stream()
                        .filter(row -> row.state() == ActionState.INTENT || row.state() == ActionState.APPLIED)
                        .anyMatch(row -> Programming.changes(Programming.find(program.program(), row.path()))));
    }

    /** Gives up undo that has not taken effect. */
    static void abandonUndo(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        Set<Long> undo = descendantsOfUndo(all, scope);
        all.stream()
                .filter(program -> undo.contains(program.id()) && program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).abandon(program.id()));
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
        long applied = lastApplied(all);
        Set<Long> ofFailedDuties = new HashSet<>();
        List<ProgramRow> failedDuties = all.stream()
                .filter(program -> program.role() == Role.DUTY && program.state() == ProgramState.ABANDONED)
                .toList();
        belonging(all, failedDuties, ofFailedDuties, scope);
        Set<String> keys = new HashSet<>();
        for (ProgramRow program : all) {
            boolean ran = program.role() == Role.UNDO
                    && program.state() != ProgramState.ABANDONED
                    && program.parent().filter(ofFailedDuties::contains).isEmpty();
            if (ran && program.id() > applied) {
                program.program().actions().forEach(action -> keys.add(action.key()));
            }
        }
        return keys;
    }

    private static long lastApplied(List<ProgramRow> all) {
        return all.stream()
                .filter(program -> program.role() == Role.APPLY)
                .mapToLong(ProgramRow::id)
                .max()
                .orElse(0);
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
                    done.add(new Done(row, Programming.find(program.program(), row.path())));
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
                journal(scope).notBegun(done.row().id());
                yield false;
            }
            case UNKNOWN -> throw AutocommitExecutor.undecided(autocommit, scope);
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
                    Outcome.REFUSED,
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
            if (refused instanceof SqlFailure failure && failure.connectionLost()) {
                throw Failures.lost(scope.run().plan(), scope.id(), failure);
            }
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
