package dev.underpin.internal.undo;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.duty.DrainRate;
import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.reporting.ActionReports;
import dev.underpin.internal.reporting.Estimates;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Estimate;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StepReport;
import dev.underpin.spi.Impact;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Program;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a rollback or a finalize would do now, from the same programs; changes nothing. */
public final class UndoPreview {

    /** What a machine that is slow or busy may take for what this one is expected to. */
    private static final int SLOW = 5;

    private final RunScope run;
    private final RunSteps runSteps;
    private final StepRunner stepRunner;
    private final Duties duties;
    private final RollbackOutlook outlook;
    private final FinalizeChecks finalizeChecks;
    private final ServerTarget target;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();
    private final List<StepReport> reports = new ArrayList<>();

    @Inject
    UndoPreview(
            RunScope run,
            RunSteps runSteps,
            StepRunner stepRunner,
            Duties duties,
            RollbackOutlook outlook,
            FinalizeChecks finalizeChecks,
            EngineSessions engineSessions) {
        this.run = run;
        this.runSteps = runSteps;
        this.stepRunner = stepRunner;
        this.duties = duties;
        this.outlook = outlook;
        this.finalizeChecks = finalizeChecks;
        this.target = engineSessions.target();
        this.catalog = engineSessions.catalog();
    }

    /** @param steps to be taken back, in their order */
    public RunReport rollback(List<BoundStep<?, ?>> steps, String next) {
        problems.addAll(outlook.hindrances(steps));
        for (int i = steps.size() - 1; i >= 0; i--) {
            BoundStep<?, ?> step = steps.get(i);
            if (JournaledActions.anythingDone(runSteps.undoing(step))) {
                takeBack(step);
            }
        }
        return report("preview --rollback", next);
    }

    public RunReport finish(List<BoundStep<?, ?>> steps, String next) {
        try {
            problems.addAll(finalizeChecks.against(steps));
        } catch (Failure refused) {
            problems.addAll(refused.problems());
        }
        List<StepRow> rows = runSteps.rows();
        for (BoundStep<?, ?> step : steps) {
            StepRow row = rows.get(step.ordinal());
            if (row.memory().isPresent()) {
                guarded(step, () -> tell(step, ending(step).actions(), OptionalLong.of(0), Duration.ZERO));
            }
        }
        return report("preview --finalize", next);
    }

    private Program ending(BoundStep<?, ?> step) {
        Optional<ProgramRow> open = run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.FINALIZE && program.state() == ProgramState.OPEN)
                .findFirst();
        return open.map(ProgramRow::program)
                .orElseGet(() -> step.finalizing(runSteps.memory(step), stepRunner.live(step)));
    }

    private void takeBack(BoundStep<?, ?> step) {
        guarded(step, () -> {
            List<Action> actions = JournaledActions.planned(runSteps.undoing(step)).stream()
                    .filter(planned -> planned.irreversible().isEmpty())
                    .map(JournaledActions.Planned::action)
                    .toList();
            long keys = 0;
            Duration draining = Duration.ZERO;
            DrainRate rate = DrainRate.of(run.programs(), step.ordinal());
            for (Duties.Pending pending : duties.pending(step)) {
                keys += pending.keys();
                draining = draining.plus(rate.wayBack(pending.keys()));
            }
            tell(step, actions, OptionalLong.of(keys), draining);
        });
    }

    /** What keeps one step from being looked into is told; the others are looked into all the same. */
    private void guarded(BoundStep<?, ?> step, Runnable look) {
        try {
            look.run();
        } catch (RefusedException refused) {
            problems.add(Planner.problem(step, refused.finding()));
        } catch (Failure failure) {
            problems.addAll(failure.problems());
        }
    }

    private void tell(BoundStep<?, ?> step, List<Action> actions, OptionalLong keys, Duration draining) {
        Map<String, List<Action>> phases = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action instanceof Converge converge) {
                phases.put(
                        converge.phase(),
                        runSteps.undoing(step)
                                .phases()
                                .apply(converge.phase())
                                .program()
                                .actions());
            }
        }
        ActionReports shown = new ActionReports(Optional.of(catalog));
        Map<String, List<ActionReport>> inner = new LinkedHashMap<>();
        phases.forEach((phase, of) -> inner.put(phase, ActionReports.nested(shown, of, Map.of())));
        Impact impact = Impact.of(actions.stream().map(Action::title).distinct().toArray(String[]::new));
        Estimate about = new Estimates(catalog).of(impact, actions, phases);
        Estimate estimate = new Estimate(
                about.becomes(),
                keys,
                0,
                about.diskBytes(),
                about.least().plus(draining),
                about.most().plus(draining.multipliedBy(SLOW)));
        reports.add(new StepReport(
                step.id(),
                step.planned().uses(),
                runSteps.row(step).state(),
                0,
                false,
                ActionReports.nested(shown, actions, inner),
                Optional.of(estimate)));
    }

    private RunReport report(String command, String next) {
        boolean refused = problems.stream().anyMatch(Problem::error);
        return new RunReport(
                command,
                run.plan(),
                Optional.of(run.run().toString()),
                Optional.of(runSteps.run().state()),
                refused ? Outcome.REFUSED : Outcome.DONE,
                Optional.of(target),
                reports,
                List.of(),
                problems.stream().distinct().toList(),
                refused ? List.of() : List.of(next));
    }
}
