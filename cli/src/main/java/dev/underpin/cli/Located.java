package dev.underpin.cli;

import dev.underpin.plan.Plan;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds to what the engine says the plan's file, of which the engine knows nothing. */
final class Located {

    private @Nullable Plan plan;
    private String file = "";

    void remember(Plan read, String from) {
        plan = read;
        file = from;
    }

    List<Problem> in(List<Problem> problems) {
        return problems.stream().map(this::in).toList();
    }

    RunReport in(RunReport report) {
        return new RunReport(
                report.command(),
                report.plan(),
                report.runId(),
                report.state(),
                report.outcome(),
                report.target(),
                report.steps(),
                report.measurements(),
                in(report.findings()),
                report.nextCommands().stream()
                        .map(this::complete)
                        .filter(command -> !command.equals("underpin " + report.command() + " " + report.plan()))
                        .toList());
    }

    /** The engine knows that the plan is to be applied, and not where it lies. */
    private String complete(String command) {
        return command.equals("underpin apply") && !file.isEmpty() ? command + " " + file : command;
    }

    RunEvent in(RunEvent event) {
        return event instanceof RunEvent.Noticed noticed ? new RunEvent.Noticed(in(noticed.problem())) : event;
    }

    /** By the step: the engine's own places may be in the journal's form of the plan, which nobody sees. */
    private Problem in(Problem problem) {
        Plan known = plan;
        return problem.at(
                known == null
                        ? Optional.empty()
                        : problem.step()
                                .flatMap(known::step)
                                .map(step -> new Problem.Place(
                                        file, step.at().line(), step.at().column())));
    }
}
