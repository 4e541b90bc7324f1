package dev.underpin.internal.command;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.StepModules;
import dev.underpin.internal.duty.DrainRate;
import dev.underpin.internal.journal.Lease;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.step.StepMemory;
import dev.underpin.plan.Plan;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import dev.underpin.report.StepReport;
import dev.underpin.report.WayBack;
import dev.underpin.spi.finding.Finding;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the journal says of runs, held against who is there. */
final class Status {

    /** So that many plans are told of in a moment; {@code verify} asks everything. */
    private static final Duration A_QUESTION = Duration.ofSeconds(2);

    private static final Set<RunState> AT_WORK =
            Set.of(RunState.PENDING, RunState.RUNNING, RunState.WAITING, RunState.ROLLING_BACK);

    private final CommandTemplate template;

    @Inject
    Status(CommandTemplate template) {
        this.template = template;
    }

    StatusReport of(Optional<String> planId) {
        return template.at(engineSessions -> {
            if (!engineSessions.hasJournal()) {
                return StatusReport.empty(engineSessions.target());
            }
            List<Run> runs = planId.map(
                            id -> Runs.latest(engineSessions.reading().dsl(), id).stream()
                                    .toList())
                    .orElseGet(() -> Runs.latest(engineSessions.reading().dsl()));
            if (planId.isPresent() && runs.isEmpty()) {
                throw CommandTemplate.unknown(planId.get());
            }
            List<StatusReport.Holder> holders = Lease.holders(engineSessions.observer());
            Set<String> held = holders.stream().map(StatusReport.Holder::plan).collect(Collectors.toSet());
            List<RunReport> reports = new ArrayList<>();
            List<StatusReport.Backlog> backlogs = new ArrayList<>();
            List<WayBack> waysBack = new ArrayList<>();
            List<StatusReport.ClosedGate> gates = new ArrayList<>();
            for (Run run : runs) {
                Plan plan;
                try {
                    plan = template.readAsFarAsPossible(engineSessions, run);
                } catch (Failure unreadable) {
                    // What is wrong with one plan does not keep the others from being told of.
                    reports.add(
                            RunReport.failed("status", run.plan(), Optional.of(engineSessions.target()), unreadable));
                    continue;
                }
                try (RunContext runContext = template.looking(engineSessions, run)) {
                    List<BoundStep<?, ?>> steps = run.state() == RunState.APPLIED ? template.bind(plan) : List.of();
                    List<Problem> told = new ArrayList<>(StepModules.missing(plan));
                    told.addAll(runContext.steps().glance(steps));
                    RunReport report = runContext.reports().of("status", Outcome.DONE, told);
                    reports.add(held.contains(run.plan()) ? report : deserted(report, run));
                    if (run.state() == RunState.APPLIED) {
                        backlogs.addAll(backlogs(runContext, run, steps));
                        waysBack.add(runContext.outlook().wayBack(steps, Optional.of(A_QUESTION)));
                    } else if (run.operation() == Operation.APPLY) {
                        gates.addAll(runContext.gates().now());
                    }
                } catch (Failure failure) {
                    if (!StepMemory.unreadable(failure)) {
                        throw failure;
                    }
                    reports.add(RunReport.failed("status", run.plan(), Optional.of(engineSessions.target()), failure));
                }
            }
            return new StatusReport(engineSessions.target(), reports, holders, backlogs, waysBack, gates);
        });
    }

    /** The journal's state is as the last runner left it: where nobody works, nothing runs. */
    private static RunReport deserted(RunReport report, Run run) {
        if (!AT_WORK.contains(run.state())) {
            return report;
        }
        RunState state = run.state() == RunState.ROLLING_BACK ? RunState.ROLLING_BACK : RunState.STOPPED;
        List<StepReport> steps = report.steps().stream()
                .map(step -> step.state() == RunState.RUNNING || step.state() == RunState.WAITING
                        ? step.in(RunState.STOPPED)
                        : step)
                .toList();
        Problem gone = Problem.of(Finding.warning(
                EngineCodes.RUNNER_GONE,
                "nobody works on plan " + run.plan()
                        + " any more: its runner has ended, or the server has been restarted",
                "What was done is in the journal; go on with `"
                        + report.nextCommands().get(0) + "`."));
        return new RunReport(
                report.command(),
                report.plan(),
                report.runId(),
                Optional.of(state),
                report.outcome(),
                report.target(),
                steps,
                report.measurements(),
                Stream.concat(Stream.of(gone), report.findings().stream()).toList(),
                report.nextCommands());
    }

    private static List<StatusReport.Backlog> backlogs(RunContext runContext, Run run, List<BoundStep<?, ?>> steps) {
        List<StatusReport.Backlog> backlogs = new ArrayList<>();
        for (BoundStep<?, ?> step : steps) {
            DrainRate rate = DrainRate.of(runContext.scope().programs(), step.ordinal());
            runContext
                    .duties()
                    .pending(step)
                    .forEach(pending -> backlogs.add(new StatusReport.Backlog(
                            run.plan(), step.id(), pending.log(), pending.keys(), rate.wayBack(pending.keys()))));
        }
        return backlogs;
    }
}
