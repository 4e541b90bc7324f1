package dev.underpin.internal.reporting;

import dev.underpin.internal.compilation.StepPreview;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Estimate;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StepReport;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Action;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts reports together: of a preview, or of a run as the journal has it. */
public final class Reports {

    private final ServerTarget target;
    private final JournalJson json;

    @Inject
    public Reports(EngineSessions engineSessions, JournalJson json) {
        this.target = engineSessions.target();
        this.json = json;
    }

    public RunReport preview(
            String command, String plan, List<StepPreview> previews, List<Problem> problems, Catalog catalog) {
        ActionReports actions = new ActionReports(Optional.of(catalog));
        List<StepReport> steps = new ArrayList<>();
        for (StepPreview preview : previews) {
            Map<String, List<ActionReport>> phases = new LinkedHashMap<>();
            preview.phases()
                    .forEach((phase, program) ->
                            phases.put(phase, ActionReports.nested(actions, program.actions(), Map.of())));
            steps.add(new StepReport(
                    preview.step().id(),
                    preview.step().planned().uses(),
                    RunState.PENDING,
                    0,
                    preview.conditional(),
                    ActionReports.nested(actions, preview.program().actions(), phases),
                    Optional.of(estimate(preview, catalog))));
        }
        return new RunReport(
                command,
                plan,
                Optional.empty(),
                Optional.of(RunState.PENDING),
                Outcome.DONE,
                Optional.of(target),
                steps,
                List.of(),
                problems,
                List.of("underpin apply"));
    }

    private static Estimate estimate(StepPreview preview, Catalog catalog) {
        Map<String, List<Action>> phases = new LinkedHashMap<>();
        preview.phases().forEach((phase, program) -> phases.put(phase, program.actions()));
        return new Estimates(catalog).of(preview.impact(), preview.program().actions(), phases);
    }

    /** @param before the last program before the command began; of duties, later ones alone are told of */
    RunReport of(
            String command,
            Run run,
            List<StepRow> rows,
            Programs programs,
            Outcome outcome,
            List<Problem> problems,
            long before) {
        List<StepReport> steps =
                rows.stream().map(row -> step(row, programs, before)).toList();
        return new RunReport(
                command,
                run.plan(),
                Optional.of(run.id().toString()),
                Optional.of(run.state()),
                outcome,
                Optional.of(target),
                steps,
                measurements(run),
                problems,
                next(run, rows, programs));
    }

    List<MeasurementReport> measurements(Run run) {
        return json.readList(run.measurements(), MeasurementReport.class);
    }

    private StepReport step(StepRow row, Programs programs, long before) {
        List<ProgramRow> all = programs.of(row.ordinal());
        Set<Long> earlier = earlierDuties(all, programs, before);
        List<ActionReport> actions = all.stream()
                .filter(program -> program.parent().isEmpty() || program.role() == ProgramRole.UNDO)
                .filter(program -> program.role() != ProgramRole.DUTY || program.id() > before)
                .filter(program -> program.parent().filter(earlier::contains).isEmpty())
                .flatMap(program -> actions(program, all, programs).stream())
                .toList();
        return new StepReport(row.id(), row.type(), row.state(), row.worked().toMillis(), false, actions);
    }

    /** The ids of their actions. */
    private static Set<Long> earlierDuties(List<ProgramRow> all, Programs programs, long before) {
        return all.stream()
                .filter(program -> program.role() == ProgramRole.DUTY && program.id() <= before)
                .flatMap(program -> programs.actions(program.id()).stream())
                .map(ActionRow::id)
                .collect(Collectors.toSet());
    }

    private List<ActionReport> actions(ProgramRow program, List<ProgramRow> all, Programs programs) {
        Map<String, ActionRow> rows = new LinkedHashMap<>();
        programs.actions(program.id()).forEach(row -> rows.put(row.path(), row));
        return nested(program.program().actions(), "", rows, all, programs);
    }

    private List<ActionReport> nested(
            List<Action> actions, String prefix, Map<String, ActionRow> rows, List<ProgramRow> all, Programs programs) {
        ActionReports reports = new ActionReports(Optional.empty());
        List<ActionReport> nested = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            ActionRow row = rows.get(prefix + i);
            if (row == null) {
                continue;
            }
            List<ActionReport> inner =
                    new ArrayList<>(nested(actions.get(i).parts(), prefix + i + ".", rows, all, programs));
            all.stream()
                    .filter(round -> round.role() == ProgramRole.ROUND
                            && round.parent()
                                    .filter(parent -> parent == row.id())
                                    .isPresent())
                    .forEach(round -> inner.addAll(actions(round, all, programs)));
            nested.add(reports.done(actions.get(i), row, inner));
        }
        return nested;
    }

    /** The commands that are accepted as the run stands, what goes on first. */
    private static List<String> next(Run run, List<StepRow> rows, Programs programs) {
        String plan = run.plan();
        return switch (run.state()) {
            case APPLIED ->
                List.of("underpin verify " + plan, "underpin finalize " + plan, "underpin rollback " + plan);
            case PENDING, STOPPED, FAILED, RUNNING, WAITING, ROLLING_BACK ->
                switch (run.operation()) {
                    case APPLY -> List.of("underpin resume " + plan, "underpin rollback " + plan);
                    case FINALIZE -> List.of("underpin finalize " + plan, "underpin resume " + plan);
                    case ROLLBACK -> onTheWayBack(plan, rows, programs);
                };
            case ROLLED_BACK, FINALIZED, SKIPPED -> List.of();
        };
    }

    /** As long as a step has not been taken back in part, what is left can be kept. */
    private static List<String> onTheWayBack(String plan, List<StepRow> rows, Programs programs) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            int ordinal = rows.get(i).ordinal();
            if (JournaledActions.anythingDone(programs, ordinal)) {
                boolean all = rows.subList(i + 1, rows.size()).stream()
                        .noneMatch(later -> JournaledActions.touched(programs, later.ordinal()));
                return JournaledActions.touched(programs, ordinal)
                        ? List.of("underpin rollback " + plan, "underpin resume " + plan)
                        : List.of(
                                "underpin rollback " + plan,
                                "underpin finalize " + plan + (all ? "" : " --accept-differences"));
            }
        }
        return List.of("underpin rollback " + plan, "underpin resume " + plan);
    }
}
