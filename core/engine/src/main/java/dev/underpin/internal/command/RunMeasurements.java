package dev.underpin.internal.command;

import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.measure.Measuring;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.plan.Plan;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.RunEvent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times a plan's queries before its first step and after its last, and keeps the figures in the journal. */
final class RunMeasurements {

    private final RunScope scope;
    private final RunSteps steps;
    private final Measuring measuring;
    private final JournalJson json;

    @Inject
    RunMeasurements(RunScope scope, RunSteps steps, Measuring measuring, JournalJson json) {
        this.scope = scope;
        this.steps = steps;
        this.measuring = measuring;
        this.json = json;
    }

    /** A run that goes on has measured already. */
    List<MeasurementReport> before(Plan plan, Map<String, Rehearsed> rehearsed) {
        List<MeasurementReport> known = json.readList(steps.run().measurements(), MeasurementReport.class);
        if (!known.isEmpty() || plan.measurements().isEmpty()) {
            return known;
        }
        List<MeasurementReport> before =
                scope.workers().with(session -> measuring.before(session, plan.measurements())).stream()
                        .map(report -> report.with(Optional.ofNullable(rehearsed.get(report.id()))))
                        .toList();
        before.forEach(report -> tell(report, true));
        scope.runs().measurements(scope.run(), json.text(before));
        return before;
    }

    List<MeasurementReport> after(Plan plan, List<MeasurementReport> before) {
        if (plan.measurements().isEmpty()) {
            return before;
        }
        List<MeasurementReport> after =
                scope.workers().with(session -> measuring.after(session, plan.measurements(), before));
        after.forEach(report -> tell(report, false));
        scope.runs().measurements(scope.run(), json.text(after));
        return after;
    }

    private void tell(MeasurementReport report, boolean before) {
        (before ? report.before() : report.after())
                .ifPresent(sample -> scope.listener()
                        .on(new RunEvent.Measured(report.id(), before, sample.p50Ms(), sample.p95Ms())));
    }
}
