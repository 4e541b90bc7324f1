package dev.underpin.internal.reporting;

import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import jakarta.inject.Inject;
import java.util.List;

/** What a command tells of the run that it works on, as the journal has it by then. */
public final class RunReports {

    private final RunScope scope;
    private final RunSteps steps;
    private final Reports reports;

    @Inject
    RunReports(RunScope scope, RunSteps steps, Reports reports) {
        this.scope = scope;
        this.steps = steps;
        this.reports = reports;
    }

    public RunReport of(String command, Outcome outcome, List<Problem> problems) {
        return of(command, outcome, problems, Long.MAX_VALUE);
    }

    /** @param before the last program before the command began; of duties, later ones alone are told of */
    public RunReport of(String command, Outcome outcome, List<Problem> problems, long before) {
        return reports.of(command, steps.run(), steps.rows(), scope.programs(), outcome, problems, before);
    }
}
