package dev.underpin.internal.command;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.compilation.Assertions;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Claims;
import dev.underpin.internal.compilation.Contexts;
import dev.underpin.internal.compilation.Forecast;
import dev.underpin.internal.compilation.JournalLedger;
import dev.underpin.internal.compilation.Placement;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.compilation.Preflight;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.compilation.StatementReview;
import dev.underpin.internal.compilation.StepPreview;
import dev.underpin.internal.execution.Checks;
import dev.underpin.internal.execution.MeasuredChecks;
import dev.underpin.internal.execution.StepFailures;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.RelationClaims;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.rehearsal.RehearsalRunner;
import dev.underpin.internal.reporting.Reports;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.step.AnsweredChecks;
import dev.underpin.plan.ConfigCodec;
import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanStep;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan held against a database: what it would do there, and what stands against it. Changes nothing. */
final class PlanPreview {

    /** Of a step that is refused anyway, these go without saying. */
    private static final Set<String> NOT_ASKED = Set.of(EngineCodes.PUT_OFF.id(), EngineCodes.CANNOT_ASK.id());

    private final EngineOptions options;
    private final EngineSessions engineSessions;
    private final JournalJson json;
    private final Plan plan;
    private final List<BoundStep<?, ?>> steps;
    private final Planner planner;
    private final Forecast forecast;
    private final List<Problem> problems;
    private final AnsweredChecks answered = AnsweredChecks.none();

    private PlanPreview(
            EngineOptions options,
            EngineSessions engineSessions,
            JournalJson json,
            Plan plan,
            List<BoundStep<?, ?>> steps,
            Planner planner,
            Forecast forecast,
            List<Problem> problems) {
        this.options = options;
        this.engineSessions = engineSessions;
        this.json = json;
        this.plan = plan;
        this.steps = steps;
        this.planner = planner;
        this.forecast = forecast;
        this.problems = problems;
    }

    static PlanPreview of(EngineOptions options, EngineSessions engineSessions, JournalJson json, Plan plan) {
        engineSessions.speakFor(plan.settings());
        Contexts contexts = new Contexts(engineSessions, plan.id(), plan.settings(), json);
        Planner planner = new Planner(contexts, options.registry(), JournalLedger.withoutRun(engineSessions));
        List<BoundStep<?, ?>> steps = planner.bind(plan);
        Set<String> waived =
                steps.stream().flatMap(step -> step.waives().stream()).collect(Collectors.toUnmodifiableSet());
        List<Problem> problems = new ArrayList<>(new Preflight(engineSessions, waived).inspect(plan));
        Forecast forecast = Preflight.elsewhere(problems) ? Forecast.NONE : forecast(planner, steps, problems);
        Placement placement = new Placement(engineSessions.reading(), engineSessions.dialect());
        for (StepPreview preview : forecast.previews()) {
            problems.addAll(placement.refuse(preview.step(), relations(preview).toList()));
            List<Problem> held = claimed(engineSessions, plan, preview);
            problems.addAll(held.isEmpty() || !errors(preview.problems()) ? preview.problems() : List.of());
            problems.addAll(held);
        }
        return new PlanPreview(options, engineSessions, json, plan, steps, planner, forecast, problems);
    }

    /** With problems that are known already, one that keeps the steps from being looked at must not hide them. */
    private static Forecast forecast(Planner planner, List<BoundStep<?, ?>> steps, List<Problem> known) {
        try {
            return planner.forecast(steps);
        } catch (RuntimeException failure) {
            if (errors(known)
                    && SqlFailure.of(failure) instanceof SqlFailure refused
                    && !refused.canceled()
                    && !refused.connectionLost()) {
                known.add(Problem.of(Finding.note(
                        EngineCodes.NOT_LOOKED_AT,
                        "the steps could not be looked at: " + refused.serverMessage(),
                        "Put right what else is wrong, and check again.")));
                return Forecast.NONE;
            }
            throw failure;
        }
    }

    /**
     * Of a step that is refused no more is known than what it names: that another plan is at work there may well be the
     * reason, and is all that is worth telling.
     */
    private static List<Problem> claimed(EngineSessions engineSessions, Plan plan, StepPreview preview) {
        if (!engineSessions.hasJournal()) {
            return List.of();
        }
        return relations(preview)
                .flatMap(relation ->
                        RelationClaims.claimant(engineSessions.reading().dsl(), relation, Optional.empty())
                                .filter(holder -> !holder.equals(plan.id()))
                                .map(holder -> Planner.problem(preview.step(), Claims.finding(relation, holder)))
                                .stream())
                .toList();
    }

    private static Stream<QualifiedName> relations(StepPreview preview) {
        Stream<QualifiedName> relations = errors(preview.problems())
                ? named(preview.step().planned().config())
                : Stream.concat(Stream.of(preview.program()), preview.phases().values().stream())
                        .flatMap(program -> ProgramAnalysis.claims(program).stream());
        return relations.distinct();
    }

    private static Stream<QualifiedName> named(Record config) {
        return Shapes.ofRecord(config.getClass()).fields().stream()
                .map(field -> field.of(config))
                .filter(QualifiedName.class::isInstance)
                .map(QualifiedName.class::cast);
    }

    Plan plan() {
        return plan;
    }

    List<BoundStep<?, ?>> steps() {
        return steps;
    }

    List<Problem> problems() {
        return problems;
    }

    /** What {@link #withData} asked. */
    AnsweredChecks answered() {
        return answered;
    }

    private static boolean errors(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.finding().severity() == Severity.ERROR);
    }

    /** Whether something that is known without the data's answers stands against the plan. */
    public boolean refused() {
        return errors(problems);
    }

    /** Ends the command if anything stands against the plan. */
    void refuse(List<Problem> found) {
        if (errors(found)) {
            boolean held =
                    found.stream().anyMatch(problem -> problem.finding().code().equals(EngineCodes.CLAIMED.id()));
            throw new Failure(held ? Outcome.BUSY : Outcome.REFUSED, found);
        }
    }

    /**
     * What is known to stand against the plan, and what the data answers to the prechecks' questions. Those about what earlier
     * steps will make are put off until then.
     */
    List<Problem> withData() {
        List<Problem> found = new ArrayList<>(problems);
        if (Preflight.elsewhere(problems)) {
            return found;
        }
        found.addAll(new StatementReview(engineSessions).of(forecast.previews()));
        Checks checks = new Checks(new MeasuredChecks(options.measuring()));
        plan.prechecks().stream()
                .map(assertion -> Assertions.check(assertion, EngineCodes.PRECHECK_MISSED))
                .forEach(check -> ask(checks, check, "plan", false).ifPresent(found::add));
        for (StepPreview preview : forecast.previews()) {
            for (Check check : Planner.checks(preview)) {
                boolean mayWait = preview.conditional() || preview.step().ordinal() > 0;
                boolean refused = errors(preview.problems());
                ask(checks, check, preview.step().id(), mayWait)
                        .filter(problem -> !refused
                                || !NOT_ASKED.contains(problem.finding().code()))
                        .map(problem -> problem.at(Optional.of(preview.step().place())))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Problem> ask(Checks checks, Check check, String step, boolean mayWait) {
        options.stop().check();
        try {
            Session reading = engineSessions.reading();
            Checks.Verdict verdict = engineSessions.patiently(
                    reading, () -> reading.rolledBack(() -> checks.ask(reading, check, Checks.Known.NOTHING)));
            if (verdict.passed()) {
                answered.passed(check);
                return Optional.empty();
            }
            return Optional.of(
                    check.onMiss() == Check.OnMiss.WARN
                            ? StepFailures.warning(step, check, verdict)
                            : StepFailures.problem(step, check, verdict));
        } catch (SqlFailure failure) {
            if (failure.connectionLost()) {
                throw failure;
            }
            if (failure.canceled()) {
                options.stop().check();
            }
            return Optional.of(unanswered(check, step, failure, mayWait));
        }
    }

    private static Problem unanswered(Check check, String step, SqlFailure failure, boolean mayWait) {
        if (mayWait && failure.somethingMissing()) {
            return Problem.of(
                    step,
                    Finding.note(
                            EngineCodes.PUT_OFF,
                            check.title() + " is put off until the steps before are done",
                            "It is asked then, before the step begins."));
        }
        return Problem.of(
                step,
                Finding.error(
                        EngineCodes.CANNOT_ASK,
                        check.title() + " could not be asked: " + failure.serverMessage(),
                        "Mend the query, or grant what it needs."));
    }

    /** The plan's measured queries in other ways and as planned, each on a sample, by measurement. */
    Map<String, Rehearsed> rehearsed() {
        return plan.measurements().isEmpty()
                ? Map.of()
                : new RehearsalRunner(engineSessions, options, plan.measurements())
                        .of(() -> planner.rehearsals(forecast));
    }

    RunReport check() {
        List<Problem> found = withData();
        RunReport report = report("check", found);
        if (errors(found)) {
            return report;
        }
        Map<String, Rehearsed> rehearsed = rehearsed();
        return report.measured(plan.measurements().stream()
                .map(measurement -> measurement.id().text())
                .flatMap(id ->
                        Optional.ofNullable(rehearsed.get(id)).map(of -> MeasurementReport.rehearsed(id, of)).stream())
                .toList());
    }

    RunReport report(String command, List<Problem> found) {
        RunReport report = new Reports(engineSessions, json)
                .preview(command, plan.id(), forecast.previews(), found, engineSessions.catalog());
        return errors(found)
                ? new RunReport(
                        command,
                        plan.id(),
                        Optional.empty(),
                        Optional.empty(),
                        Outcome.REFUSED,
                        report.target(),
                        report.steps(),
                        List.of(),
                        found,
                        List.of())
                : report;
    }

    /** The steps as a new run begins with them, with what was promised. */
    List<StepRow> rows(UUID run) {
        return forecast.previews().stream()
                .map(preview -> row(
                        run,
                        preview.step().planned(),
                        preview.step().ordinal(),
                        preview.conditional() ? Optional.empty() : Optional.of(json.write(preview.program()))))
                .toList();
    }

    static StepRow row(UUID run, PlanStep step, int ordinal, Optional<String> preview) {
        return new StepRow(
                run,
                ordinal,
                step.id(),
                step.uses(),
                step.type().version(),
                new ConfigCodec().write(step.config()),
                step.fingerprint(),
                preview,
                Optional.empty(),
                RunState.PENDING,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }
}
