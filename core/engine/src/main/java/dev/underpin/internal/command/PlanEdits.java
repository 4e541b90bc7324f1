package dev.underpin.internal.command;

import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanStep;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What it means that a plan's file says something else than its run. Steps that have begun never change. */
final class PlanEdits {

    private PlanEdits() {}

    /** Refuses a plan of which a step that has reached the state, or the number of steps, differs from the run's. */
    static void refuse(Run run, List<StepRow> rows, Plan plan, RunState reached) {
        if (plan.fingerprint().equals(run.sha256())) {
            return;
        }
        for (int i = 0; i < Math.max(rows.size(), plan.steps().size()); i++) {
            if (i >= rows.size()
                    || i >= plan.steps().size()
                    || !same(rows.get(i), plan.steps().get(i))) {
                String name =
                        i < rows.size() ? rows.get(i).id() : plan.steps().get(i).id();
                throw differs(run, "step " + name + " is the first that differs");
            }
        }
        if (reached != RunState.APPLIED) {
            return;
        }
        throw differs(run, "its settings, checks or measurements differ, its steps do not");
    }

    private static Failure differs(Run run, String what) {
        return new Failure(
                Outcome.DIFFERS,
                Problem.of(Finding.error(
                                EngineCodes.PLAN_EDITED,
                                "plan " + run.plan() + " differs from what was applied; nothing was changed",
                                "Undo the edit, or give the changed plan another id."))
                        .with(List.of(what)));
    }

    private static boolean same(StepRow row, PlanStep step) {
        return row.id().equals(step.id()) && row.sha256().equals(step.fingerprint());
    }

    /** Steps that have not begun may be changed, added and removed; those that have may not. */
    static void takeOver(RunScope scope, RunSteps runSteps, Plan plan) {
        Run run = runSteps.run();
        if (plan.fingerprint().equals(run.sha256())) {
            return;
        }
        List<StepRow> rows = runSteps.rows();
        int begun = (int)
                rows.stream().filter(row -> row.state() != RunState.PENDING).count();
        for (int i = 0; i < begun; i++) {
            if (i >= plan.steps().size() || !same(rows.get(i), plan.steps().get(i))) {
                throw differs(run, "step " + rows.get(i).id() + " has begun and differs");
            }
        }
        List<StepRow> pending = IntStream.range(begun, plan.steps().size())
                .mapToObj(i -> PlanPreview.row(run.id(), plan.steps().get(i), i, Optional.empty()))
                .toList();
        scope.runs().replacePending(run.id(), plan.canonical(), plan.fingerprint(), begun, pending);
    }

    static Problem alreadyApplied(Run run) {
        return Problem.of(Finding.note(
                EngineCodes.ALREADY_APPLIED,
                "plan " + run.plan() + " is already applied"
                        + (run.state() == RunState.FINALIZED ? " and finalized" : ""),
                run.state() == RunState.FINALIZED
                        ? "Nothing is left to do."
                        : "Verify it, finalize it, or roll it back."));
    }

    /** Measurements that fell short; they never lead to a rollback. */
    static List<Problem> unmet(List<MeasurementReport> measurements) {
        List<Problem> problems = new ArrayList<>();
        for (MeasurementReport measurement : measurements) {
            for (Verdict verdict : measurement.verdicts()) {
                if (!verdict.met()) {
                    problems.add(Problem.of(Finding.error(
                            EngineCodes.EXPECTATION_MISSED,
                            "measurement " + measurement.id() + ": expected " + verdict.expectation() + ", got "
                                    + verdict.actual(),
                            "The changes are kept. Look at the plan of the query, or roll back.")));
                }
            }
        }
        return problems;
    }
}
