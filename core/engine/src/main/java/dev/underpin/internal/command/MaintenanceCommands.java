package dev.underpin.internal.command;

import dev.underpin.control.StopSignal;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.plan.Plan;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StatusReport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to do and to see between the application of plans and their end. */
final class MaintenanceCommands {

    private static final String MAINTAIN = "maintain";

    private final CommandTemplate template;
    private final Status status;
    private final StopSignal stop;

    @Inject
    MaintenanceCommands(CommandTemplate template, Status status, StopSignal stop) {
        this.template = template;
        this.status = status;
        this.stop = stop;
    }

    /** The plans to be looked after, and where they are. */
    private record Round(ServerTarget target, List<String> plans) {}

    /**
     * Runs the duties that are due; what one plan's fail of does not keep the others'.
     *
     * @param now whether they are due or not
     */
    MaintenanceReport maintain(Optional<String> planId, boolean now) {
        Round round = template.at(engineSessions -> new Round(
                engineSessions.target(),
                planId.isPresent() ? List.of(kept(engineSessions, planId.get()).plan()) : all(engineSessions)));
        List<RunReport> reports = new ArrayList<>();
        for (String plan : round.plans()) {
            if (stop.requested()) {
                break;
            }
            reports.add(maintain(plan, now, round.target()));
        }
        return new MaintenanceReport(round.target(), reports);
    }

    private RunReport maintain(String plan, boolean now, ServerTarget target) {
        try {
            return template.leased(plan, MAINTAIN, MaintenanceCommands::kept, (hold, engineSessions) -> {
                Run run = kept(engineSessions, plan);
                Plan read = template.readAsFarAsPossible(engineSessions, run);
                RunContext runContext = template.under(hold, engineSessions, run, read);
                long before = runContext.scope().programs().latest();
                return template.ended(runContext, MAINTAIN, () -> {
                    List<BoundStep<?, ?>> steps = template.bind(read);
                    List<Problem> problems = new ArrayList<>(
                            run.state() == RunState.APPLIED ? runContext.steps().glance(steps) : List.of());
                    Duties.Result result = runContext.duties().runDue(steps, run.state(), now);
                    problems.addAll(result.problems());
                    return runContext.reports().of(MAINTAIN, result.outcome(), problems, before);
                });
            });
        } catch (Failure failure) {
            if (failure.outcome() == Outcome.NO_CONNECTION) {
                throw failure;
            }
            return RunReport.failed(MAINTAIN, plan, Optional.of(target), failure);
        }
    }

    private List<String> all(EngineSessions engineSessions) {
        return engineSessions.hasJournal()
                ? Runs.latest(engineSessions.reading().dsl()).stream()
                        .filter(run -> run.state() == RunState.APPLIED || outlived(engineSessions, run))
                        .map(Run::plan)
                        .toList()
                : List.of();
    }

    /** Whether the plan is finalized and something is still to be done for it. */
    private boolean outlived(EngineSessions engineSessions, Run run) {
        if (run.state() != RunState.FINALIZED) {
            return false;
        }
        try (RunContext runContext = template.looking(engineSessions, run)) {
            return runContext
                    .duties()
                    .any(template.bind(template.readAsFarAsPossible(engineSessions, run)), run.state());
        } catch (Failure unreadable) {
            return true;
        }
    }

    private static boolean mayHaveDuties(Run run) {
        return run.state() == RunState.APPLIED || run.state() == RunState.FINALIZED;
    }

    private static Run kept(EngineSessions engineSessions, String planId) {
        CommandTemplate.requireJournal(engineSessions, planId);
        Run run =
                Runs.latest(engineSessions.reading().dsl(), planId).orElseThrow(() -> CommandTemplate.unknown(planId));
        if (!mayHaveDuties(run)) {
            throw withoutDuties(run);
        }
        return run;
    }

    private static Failure withoutDuties(Run run) {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.NO_DUTIES,
                "plan " + run.plan() + " is not applied (" + run.state() + "), so it has no duties",
                run.state() == RunState.ROLLED_BACK
                        ? "Apply it first."
                        : "Finish it first with `underpin resume " + run.plan() + "`.");
    }

    /** Keeps draining the plan's logs until a stop is requested. */
    RunReport sync(String planId) {
        return template.leased(planId, "sync", (hold, engineSessions) -> {
            Run run = CommandTemplate.current(engineSessions, planId);
            if (run.state() != RunState.APPLIED) {
                throw withoutDuties(run);
            }
            Plan plan = template.read(engineSessions, run);
            RunContext runContext = template.under(hold, engineSessions, run, plan);
            long before = runContext.scope().programs().latest();
            return template.ended(runContext, "sync", () -> {
                drain(runContext.duties(), template.bind(plan));
                return runContext.reports().of("sync", Outcome.DONE, List.of(), before);
            });
        });
    }

    private void drain(Duties duties, List<BoundStep<?, ?>> steps) {
        try {
            steps.forEach(duties::keepDraining);
        } catch (Failure stopped) {
            if (!stop.requested()) {
                throw stopped;
            }
        }
    }

    /** What the journal says of one plan or of all. Changes nothing. */
    StatusReport status(Optional<String> planId) {
        return status.of(planId);
    }
}
