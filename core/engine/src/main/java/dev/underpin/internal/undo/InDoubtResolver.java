package dev.underpin.internal.undo;

import dev.underpin.control.Assumptions;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a person says of statements whose end nobody saw, where the database itself cannot tell. */
public final class InDoubtResolver {

    private final RunScope run;
    private final RunSteps runSteps;
    private final ProgramExecutor programs;
    private final EngineOptions options;

    @Inject
    InDoubtResolver(RunScope run, RunSteps runSteps, ProgramExecutor programs, EngineOptions options) {
        this.run = run;
        this.runSteps = runSteps;
        this.programs = programs;
        this.options = options;
    }

    /** A statement that was begun and not seen to end. */
    private record Open(BoundStep<?, ?> step, ActionRow row, Autocommit action) {

        boolean named(String name) {
            return row.key().equals(name) || step.id().equals(name);
        }
    }

    /** All of it, or nothing if one of the names cannot be decided. */
    public void settle(List<BoundStep<?, ?>> steps, Assumptions assumptions) {
        if (assumptions.equals(Assumptions.NONE)) {
            return;
        }
        List<Open> open = open(steps);
        List<Open> done =
                assumptions.done().stream().map(name -> one(name, open)).toList();
        List<Open> notDone =
                assumptions.notDone().stream().map(name -> one(name, open)).toList();
        done.stream().filter(notDone::contains).findFirst().ifPresent(both -> {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.AMBIGUOUS_DECISION,
                    both.step().id() + " is said to be done and not to be done; nothing was changed",
                    "Give one of --assume-done and --assume-not-done.");
        });
        done.forEach(each -> run.programs().decide(each.row(), true, options.actor()));
        notDone.forEach(each -> run.programs().decide(each.row(), false, options.actor()));
    }

    private List<Open> open(List<BoundStep<?, ?>> steps) {
        List<Open> open = new ArrayList<>();
        for (BoundStep<?, ?> step : steps) {
            for (ProgramRow program : run.programs().of(step.ordinal())) {
                for (ActionRow row : run.programs().actions(program.id())) {
                    Action action = ProgramAnalysis.find(program.program(), row.path());
                    if (row.state() == ActionState.INTENT && action instanceof Autocommit autocommit) {
                        open.add(new Open(step, row, autocommit));
                    }
                }
            }
        }
        return open;
    }

    private Open one(String name, List<Open> open) {
        List<Open> named = open.stream().filter(each -> each.named(name)).toList();
        if (named.isEmpty()) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.NOTHING_TO_DECIDE,
                    "no statement of " + name + " was interrupted, so there is nothing to decide; nothing was changed",
                    "Go on without saying so; `underpin status " + run.plan() + "` shows how far it got.");
        }
        if (named.size() > 1) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.AMBIGUOUS_DECISION,
                    "several statements of " + name + " were interrupted; nothing was changed",
                    "Decide each by its key: "
                            + String.join(
                                    ", ",
                                    named.stream().map(each -> each.row().key()).toList()) + ".");
        }
        Open one = named.get(0);
        Autocommit.State state = programs.autocommits().probe(one.action(), runSteps.undoing(one.step()));
        if (state != Autocommit.State.UNKNOWN) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.NOTHING_TO_DECIDE,
                    one.action().title() + ": the database itself tells (" + state
                            + "), so there is nothing to decide; nothing was changed",
                    "Go on without saying so.");
        }
        return one;
    }
}
