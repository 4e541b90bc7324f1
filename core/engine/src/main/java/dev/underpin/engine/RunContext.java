package dev.underpin.engine;

import dev.underpin.control.Overrides;
import dev.underpin.db.Blockers;
import dev.underpin.db.SessionPool;
import dev.underpin.journal.Checkpoints;
import dev.underpin.journal.JournalJson;
import dev.underpin.journal.JournalWriter;
import dev.underpin.journal.Programs;
import dev.underpin.journal.Runs;
import dev.underpin.journal.Runs.Run;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.plan.Plan;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run with all that works on it: the one place where the parts of the engine are put together. */
final class RunContext implements AutoCloseable {

    private final EngineOptions options;
    private final EngineSessions engineSessions;
    private final JournalJson json;
    private final Run opened;
    private final RunScope scope;
    private final ProgramExecutor programs;
    private final StepRunner steps;

    private RunContext(
            EngineOptions options,
            EngineSessions engineSessions,
            JournalJson json,
            Run run,
            Plan plan,
            JournalWriter journal,
            SessionPool workers,
            RunListener listener) {
        Settings settings = options.overrides().over(plan.settings());
        engineSessions.speakFor(settings);
        this.options = options;
        this.engineSessions = engineSessions;
        this.json = json;
        this.opened = run;
        this.scope = new RunScope(
                run.id(),
                run.plan(),
                settings,
                options.overrides(),
                engineSessions.dialect(),
                new Runs(journal),
                new Programs(journal, json, run.id()),
                new Checkpoints(journal, json),
                workers,
                new Blockers(engineSessions.observer()),
                listener,
                options.stop(),
                options.failpoints());
        Checks checks = new Checks(new MeasuredChecks(options.measuring()));
        this.programs = new ProgramExecutor(checks);
        Contexts contexts = new Contexts(engineSessions, plan.id(), plan.settings(), json);
        this.steps = new StepRunner(scope, contexts, json, programs, checks);
    }

    static RunContext under(
            LeaseHold hold,
            EngineOptions options,
            EngineSessions engineSessions,
            JournalJson json,
            Run run,
            Plan plan) {
        engineSessions.workOn(run.id());
        CurrentActivity activity = new CurrentActivity(options.listener());
        hold.beat(run.plan(), run.id().toString(), () -> json.text(activity.now()));
        RunContext runContext =
                new RunContext(options, engineSessions, json, run, plan, hold.journal(), hold.workers(), activity);
        runContext.noteOverrides();
        return runContext;
    }

    /** Who reads the journal later sees by what settings a command went. */
    private void noteOverrides() {
        if (!options.overrides().equals(Overrides.NONE)) {
            scope.runs()
                    .event(
                            opened.id(),
                            "settings",
                            json.text(new SettingsNote(options.actor(), scope.settings(), options.overrides())));
        }
    }

    /** In the journal. */
    private record SettingsNote(String actor, Settings inForce, Overrides given) {}

    /** Looks only; the journal cannot be written. */
    static RunContext looking(
            EngineOptions options,
            EngineSessions engineSessions,
            JournalJson json,
            Run run,
            Plan plan,
            SessionPool readers) {
        return new RunContext(
                options,
                engineSessions,
                json,
                run,
                plan,
                JournalWriter.readOnly(engineSessions.reading()),
                readers,
                options.listener());
    }

    RunScope scope() {
        return scope;
    }

    ProgramExecutor programs() {
        return programs;
    }

    StepRunner steps() {
        return steps;
    }

    ApplyRunner applying() {
        return new ApplyRunner(scope, steps, rollback());
    }

    RollbackRunner rollback() {
        return new RollbackRunner(
                scope, new Compensation(programs), json, this::undoing, new RollbackOutlook(this, Optional.empty()));
    }

    /** Undo that is written down needs no memory; a phase of it does. */
    StepScope undoing(BoundStep<?, ?> step) {
        return new StepScope(
                scope,
                step.ordinal(),
                step.id(),
                phase -> steps.scope(step, remembered(step)).phases().apply(phase));
    }

    private Record remembered(BoundStep<?, ?> step) {
        return steps.memory(step, rows().get(step.ordinal()));
    }

    /** What a look at the steps shows that somebody should know. */
    List<Problem> glance(List<BoundStep<?, ?>> of) {
        List<Problem> problems = new ArrayList<>();
        of.stream()
                .filter(step -> step.planned().unread().isEmpty())
                .forEach(step -> problems.addAll(steps.glance(step, remembered(step))));
        return problems;
    }

    Duties duties() {
        return new Duties(this);
    }

    FinalizeRunner finalizing() {
        return new FinalizeRunner(scope, steps, programs);
    }

    List<StepRow> rows() {
        return Runs.steps(engineSessions.reading().dsl(), opened.id());
    }

    /** The run as the journal has it now. */
    Run run() {
        return Runs.byId(engineSessions.reading().dsl(), opened.id());
    }

    RunReport report(String command, Outcome outcome, List<Problem> problems) {
        return report(command, outcome, problems, Long.MAX_VALUE);
    }

    /** @param before the last program before the command began; of duties, later ones alone are told of */
    RunReport report(String command, Outcome outcome, List<Problem> problems, long before) {
        return new Reports(engineSessions.target(), json)
                .of(command, run(), rows(), scope.programs(), outcome, problems, before);
    }

    List<MeasurementReport> measuredBefore(Plan plan, Map<String, Rehearsed> rehearsed) {
        List<MeasurementReport> known = new Reports(engineSessions.target(), json).measurements(run());
        if (!known.isEmpty() || plan.measurements().isEmpty()) {
            return known;
        }
        List<MeasurementReport> before =
                scope.workers().with(session -> options.measuring().before(session, plan.measurements())).stream()
                        .map(report -> report.with(Optional.ofNullable(rehearsed.get(report.id()))))
                        .toList();
        before.forEach(report -> tell(report, true));
        scope.runs().measurements(opened.id(), json.text(before));
        return before;
    }

    List<MeasurementReport> measuredAfter(Plan plan, List<MeasurementReport> before) {
        if (plan.measurements().isEmpty()) {
            return before;
        }
        List<MeasurementReport> after =
                scope.workers().with(session -> options.measuring().after(session, plan.measurements(), before));
        after.forEach(report -> tell(report, false));
        scope.runs().measurements(opened.id(), json.text(after));
        return after;
    }

    private void tell(MeasurementReport report, boolean before) {
        (before ? report.before() : report.after())
                .ifPresent(sample -> scope.listener()
                        .on(new RunEvent.Measured(report.id(), before, sample.p50Ms(), sample.p95Ms())));
    }

    @Override
    public void close() {
        scope.workers().close();
    }
}
