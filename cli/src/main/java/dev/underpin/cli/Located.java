package dev.underpin.cli;

import dev.underpin.plan.Plan;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds to problems of steps where the plan's file speaks of them; the engine knows no files. */
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
                report.nextCommands());
    }

    private Problem in(Problem problem) {
        Plan known = plan;
        if (known == null || problem.place().isPresent()) {
            return problem;
        }
        Optional<Problem.Place> place = problem.step()
                .flatMap(known::step)
                .map(step -> new Problem.Place(file, step.at().line(), step.at().column()));
        return problem.at(place);
    }
}
