package dev.underpin.internal.execution;

import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the journal says of a step's actions and of their way back. */
public final class JournaledActions {

    private JournaledActions() {}

    /** A journaled action with what was declared. */
    record Done(ActionRow row, Action action) {}

    /** Whether anything of the step has taken effect, or may have. */
    public static boolean anythingDone(StepScope scope) {
        return anythingDone(journal(scope), scope.ordinal());
    }

    public static boolean anythingDone(Programs journal, int ordinal) {
        return journal.of(ordinal).stream()
                .filter(program -> program.role() != ProgramRole.UNDO)
                .flatMap(program -> journal.actions(program.id()).stream())
                .anyMatch(action -> action.state() == ActionState.INTENT || action.state() == ActionState.APPLIED);
    }

    /** The programs with the rounds of their converging actions, whose ids are collected, too. */
    static List<ProgramRow> belonging(
            List<ProgramRow> all, List<ProgramRow> roots, Set<Long> actions, StepScope scope) {
        Set<Long> ids = new HashSet<>();
        roots.forEach(root -> ids.add(root.id()));
        List<ProgramRow> found = new ArrayList<>();
        for (ProgramRow program : all) {
            boolean round = program.role() == ProgramRole.ROUND
                    && program.parent().filter(actions::contains).isPresent();
            if (round || ids.contains(program.id())) {
                found.add(program);
                journal(scope).actions(program.id()).forEach(action -> actions.add(action.id()));
            }
        }
        return found;
    }

    /** What taking the step back would run, in order, as far as that is written down; what cannot be taken back is told by why. */
    public static List<Planned> planned(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        Set<String> undone = keysUndone(all, scope);
        List<Planned> planned = new ArrayList<>();
        for (Done done : newestFirst(all, scope)) {
            Undo undo = done.action().undo();
            if (undo instanceof Undo.Irreversible irreversible) {
                planned.add(new Planned(done.action(), Optional.of(irreversible.why())));
            } else if (undo instanceof Undo.By by) {
                by.actions().stream()
                        .filter(action -> undone.add(action.key()))
                        .forEach(action -> planned.add(new Planned(action, Optional.empty())));
            }
        }
        return planned;
    }

    /**
     * An action of the way back.
     *
     * @param irreversible why there is none; the action is then what cannot be taken back
     */
    public record Planned(Action action, Optional<String> irreversible) {}

    /** Whether an undo of the step has taken effect, or may have, since the step was last applied. */
    public static boolean touched(StepScope scope) {
        return touched(journal(scope), scope.ordinal());
    }

    public static boolean touched(Programs journal, int ordinal) {
        List<ProgramRow> all = journal.of(ordinal);
        long applied = lastApplied(all);
        Set<Long> undo = descendantsOfUndo(all, journal);
        return all.stream()
                .filter(program -> undo.contains(program.id()) && program.id() > applied)
                .filter(program -> program.state() != ProgramState.ABANDONED || program.role() == ProgramRole.ROUND)
                .anyMatch(program -> journal.actions(program.id()).stream()
                        .filter(row -> row.state() == ActionState.INTENT || row.state() == ActionState.APPLIED)
                        .anyMatch(row -> ProgramAnalysis.find(program.program(), row.path())
                                .changes()));
    }

    /** Gives up undo that has not taken effect. */
    public static void abandonUndo(StepScope scope) {
        List<ProgramRow> all = journal(scope).of(scope.ordinal());
        Set<Long> undo = descendantsOfUndo(all, journal(scope));
        all.stream()
                .filter(program -> undo.contains(program.id()) && program.state() == ProgramState.OPEN)
                .forEach(program -> journal(scope).abandon(program.id()));
    }

    /** The keys of undo actions that have run since the step was last applied. */
    static Set<String> keysUndone(List<ProgramRow> all, StepScope scope) {
        long applied = lastApplied(all);
        Set<Long> ofFailedDuties = new HashSet<>();
        List<ProgramRow> failedDuties = all.stream()
                .filter(program -> program.role() == ProgramRole.DUTY && program.state() == ProgramState.ABANDONED)
                .toList();
        belonging(all, failedDuties, ofFailedDuties, scope);
        Set<String> keys = new HashSet<>();
        for (ProgramRow program : all) {
            boolean ran = program.role() == ProgramRole.UNDO
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
                .filter(program -> program.role() == ProgramRole.APPLY)
                .mapToLong(ProgramRow::id)
                .max()
                .orElse(0);
    }

    static List<Done> newestFirst(List<ProgramRow> all, StepScope scope) {
        Set<Long> undoPrograms = descendantsOfUndo(all, journal(scope));
        List<Done> done = new ArrayList<>();
        for (ProgramRow program : all) {
            if (undoPrograms.contains(program.id()) || program.role() == ProgramRole.FINALIZE) {
                continue;
            }
            for (ActionRow row : journal(scope).actions(program.id())) {
                if (row.state() == ActionState.INTENT || row.state() == ActionState.APPLIED) {
                    done.add(new Done(row, ProgramAnalysis.find(program.program(), row.path())));
                }
            }
        }
        done.sort(
                Comparator.comparing((Done one) -> one.row().began().orElse(0L)).reversed());
        return done;
    }

    /** Undo programs, and the rounds of their converging actions. */
    private static Set<Long> descendantsOfUndo(List<ProgramRow> all, Programs journal) {
        Set<Long> actions = new HashSet<>();
        Set<Long> undo = new HashSet<>();
        for (ProgramRow program : all) {
            boolean belongs = program.role() == ProgramRole.UNDO
                    || (program.role() == ProgramRole.ROUND
                            && program.parent().filter(actions::contains).isPresent());
            if (belongs) {
                undo.add(program.id());
                journal.actions(program.id()).forEach(action -> actions.add(action.id()));
            }
        }
        return undo;
    }

    private static Programs journal(StepScope scope) {
        return scope.run().programs();
    }
}
