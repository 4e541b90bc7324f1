package dev.underpin.internal.command;

import com.google.inject.Guice;
import dev.underpin.control.Assumptions;
import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.journal.JournalEvents;
import dev.underpin.internal.journal.JournalSchema;
import dev.underpin.internal.journal.Lease;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.session.LeaseHold;
import dev.underpin.internal.step.AnsweredChecks;
import dev.underpin.internal.undo.RollbackFindings;
import dev.underpin.internal.undo.UndoModules;
import dev.underpin.plan.Plan;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import dev.underpin.spi.finding.Finding;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The commands on plans and their runs. Each opens its own sessions and leaves none behind. */
public final class Engine {

    private final EngineOptions options;
    private final CommandTemplate template;
    private final MaintenanceCommands maintenance;

    public static Engine of(EngineOptions options) {
        return Guice.createInjector(new EngineModule(options)).getInstance(Engine.class);
    }

    @Inject
    Engine(EngineOptions options, CommandTemplate template, MaintenanceCommands maintenance) {
        this.options = options;
        this.template = template;
        this.maintenance = maintenance;
    }

    /** All prechecks, those of the data included. Changes nothing. */
    public RunReport check(Plan plan) {
        return template.at(engineSessions ->
                PlanPreview.of(options, engineSessions, template.json(), plan).check());
    }

    /** Every action that apply would execute. Changes nothing. */
    public RunReport preview(Plan plan) {
        return template.at(engineSessions -> {
            PlanPreview planPreview = PlanPreview.of(options, engineSessions, template.json(), plan);
            return planPreview.report("preview", planPreview.problems());
        });
    }

    /** @param asked throws if what it would do is not to be done */
    public RunReport apply(Plan plan, Consumer<RunReport> asked) {
        Consent consent = new Consent(asked);
        return template.at(
                engineSessions -> apply(plan, consent, engineSessions),
                (engineSessions, interruption) -> interruption
                                .runIn(engineSessions)
                                .isPresent()
                        ? template.goOn(
                                plan.id(),
                                "apply",
                                CommandTemplate::current,
                                (hold, place) -> goOn(
                                        "apply", hold, place, plan.id(), Optional.of(plan), Assumptions.NONE, true),
                                engineSessions,
                                interruption)
                        : apply(plan, consent, engineSessions));
    }

    private RunReport apply(Plan plan, Consent consent, EngineSessions engineSessions) {
        refuseWhileHeld(engineSessions, plan.id());
        Optional<RunReport> already = alreadyApplied(engineSessions, plan);
        if (already.isPresent()) {
            return already.get();
        }
        PlanPreview planPreview = PlanPreview.of(options, engineSessions, template.json(), plan);
        if (!planPreview.refused()) {
            consent.to(planPreview.report("preview", planPreview.problems()));
        }
        List<Problem> found = planPreview.withData();
        planPreview.refuse(found);
        Map<String, Rehearsed> rehearsed = planPreview.rehearsed();
        options.stop().check();
        JournalSchema.ensure(engineSessions.control(), options.tool());
        try (LeaseHold hold = LeaseHold.take(engineSessions, plan.id(), "apply", options.stop())) {
            alreadyApplied(engineSessions, plan).ifPresent(report -> {
                throw new Failure(
                        Outcome.BUSY,
                        EngineCodes.APPLIED_MEANWHILE,
                        "plan " + plan.id() + " has just been applied by another runner",
                        "Look at `underpin status " + plan.id() + "`.");
            });
            RunContext runContext = open(hold, engineSessions, planPreview);
            return applyAndMeasure(
                    "apply", runContext, plan, planPreview.steps(), planPreview.answered(), rehearsed, warnings(found));
        }
    }

    /** What an existing run of the plan means for another apply; empty: there is none. */
    private Optional<RunReport> alreadyApplied(EngineSessions engineSessions, Plan plan) {
        if (!engineSessions.hasJournal()) {
            return Optional.empty();
        }
        Optional<Run> latest = Runs.latest(engineSessions.reading().dsl(), plan.id());
        if (latest.isEmpty() || latest.get().state() == RunState.ROLLED_BACK) {
            return Optional.empty();
        }
        Run run = latest.get();
        if (run.state() != RunState.APPLIED && run.state() != RunState.FINALIZED) {
            throw new Failure(
                    Outcome.STOPPED,
                    EngineCodes.HALFWAY,
                    "a run of plan " + plan.id() + " is half-way (" + run.state() + "); this command changed nothing",
                    switch (run.operation()) {
                        case APPLY ->
                            "Go on with `underpin resume " + plan.id() + "`, or take it back with `underpin rollback "
                                    + plan.id() + "`.";
                        case ROLLBACK -> "Carry it on with `underpin rollback " + plan.id() + "`.";
                        case FINALIZE -> "Carry it on with `underpin finalize " + plan.id() + "`.";
                    });
        }
        PlanEdits.refuse(run, Runs.steps(engineSessions.reading().dsl(), run.id()), plan, RunState.APPLIED);
        return Optional.of(template.told("apply", engineSessions, run, List.of(PlanEdits.alreadyApplied(run))));
    }

    private static void refuseWhileHeld(EngineSessions engineSessions, String plan) {
        if (!engineSessions.hasJournal()) {
            return;
        }
        Lease.holder(engineSessions.observer(), plan).ifPresent(holder -> {
            throw LeaseHold.held(plan, holder);
        });
    }

    private RunContext open(LeaseHold hold, EngineSessions engineSessions, PlanPreview planPreview) {
        Plan plan = planPreview.plan();
        UUID id = UUID.randomUUID();
        engineSessions.workOn(id);
        Run run = new Run(
                id,
                plan.id(),
                RunState.PENDING,
                Operation.APPLY,
                plan.canonical(),
                plan.fingerprint(),
                options.tool(),
                options.actor(),
                List.of(),
                "[]",
                OffsetDateTime.now(ZoneOffset.UTC),
                Optional.empty());
        Runs runs = new Runs(hold.journal());
        runs.open(run, planPreview.rows(id));
        template.modules().write(new JournalEvents(hold.journal()), run, plan);
        options.failpoints().reached(Failpoint.RUN_OPENED, plan.id());
        return template.under(hold, engineSessions, run, plan);
    }

    private static List<Problem> warnings(List<Problem> found) {
        return found.stream()
                .filter(problem -> problem.finding().severity() == Finding.Severity.WARNING)
                .toList();
    }

    /** @param warnings what was known before anything was done */
    private RunReport applyAndMeasure(
            String command,
            RunContext runContext,
            Plan plan,
            List<BoundStep<?, ?>> steps,
            AnsweredChecks answered,
            Map<String, Rehearsed> rehearsed,
            List<Problem> warnings) {
        return template.ended(runContext, command, warnings, () -> {
            List<MeasurementReport> before = runContext.measurements().before(plan, rehearsed);
            runContext.applying().run(steps, runContext.steps().rows(), answered);
            Duties.Result followed = runContext.duties().follow(steps);
            if (followed.outcome() != Outcome.DONE) {
                throw new Failure(followed.outcome(), followed.problems());
            }
            List<MeasurementReport> after = runContext.measurements().after(plan, before);
            List<Problem> unmet = PlanEdits.unmet(after);
            return runContext
                    .reports()
                    .of(command, unmet.isEmpty() ? Outcome.DONE : Outcome.VERIFICATION_FAILED, unmet);
        });
    }

    /** Goes on with what was interrupted, whatever it was. */
    public RunReport resume(String planId, Optional<Plan> edited, Assumptions assumptions) {
        return template.leased(
                planId,
                "resume",
                (hold, engineSessions) -> goOn("resume", hold, engineSessions, planId, edited, assumptions, false));
    }

    /**
     * @param begunHere whether this command itself was at it when its connection was lost: then it is carried to its end, with what
     *     follows the last step
     */
    private RunReport goOn(
            String command,
            LeaseHold hold,
            EngineSessions engineSessions,
            String planId,
            Optional<Plan> edited,
            Assumptions assumptions,
            boolean begunHere) {
        Run run = CommandTemplate.current(engineSessions, planId);
        if (run.operation() == Operation.ROLLBACK) {
            return rollBack(command, hold, engineSessions, run, Optional.empty(), assumptions);
        }
        if (run.operation() == Operation.FINALIZE) {
            return finish(command, hold, engineSessions, run);
        }
        if (run.state() == RunState.APPLIED) {
            edited.ifPresent(plan -> PlanEdits.refuse(
                    run, Runs.steps(engineSessions.reading().dsl(), run.id()), plan, RunState.APPLIED));
            if (!begunHere) {
                return template.told(command, engineSessions, run, List.of(PlanEdits.alreadyApplied(run)));
            }
        }
        Plan plan = edited.orElseGet(() -> template.read(engineSessions, run));
        RunContext runContext = template.under(hold, engineSessions, run, plan);
        runContext.inDoubt().settle(template.bind(template.readAsFarAsPossible(engineSessions, run)), assumptions);
        PlanEdits.takeOver(runContext.scope(), runContext.steps(), plan);
        return applyAndMeasure(
                command, runContext, plan, template.bind(plan), AnsweredChecks.none(), Map.of(), List.of());
    }

    /** Undoes in reverse order, from the journal; with {@code keptStep}, only what came after that step. */
    public RunReport rollback(String planId, Optional<String> keptStep, Assumptions assumptions) {
        return template.leased(
                planId,
                "rollback",
                (hold, engineSessions) -> rollBack(
                        "rollback",
                        hold,
                        engineSessions,
                        CommandTemplate.current(engineSessions, planId),
                        keptStep,
                        assumptions));
    }

    private RunReport rollBack(
            String command,
            LeaseHold hold,
            EngineSessions engineSessions,
            Run run,
            Optional<String> keptStep,
            Assumptions assumptions) {
        refuseOnceFinalizing(run);
        Plan plan = template.readAsFarAsPossible(engineSessions, run);
        List<BoundStep<?, ?>> steps = template.bind(plan);
        requireStep(plan.id(), keptStep, steps);
        RunContext runContext = template.under(hold, engineSessions, run, plan);
        UndoModules.require(behind(keptStep, steps), runContext.scope());
        runContext.inDoubt().settle(steps, assumptions);
        return template.ended(runContext, command, () -> {
            if (keptStep.isPresent()) {
                runContext
                        .rollback()
                        .downTo(keptStep.get(), steps, runContext.steps().rows());
            } else {
                runContext.rollback().all(steps);
            }
            return runContext.reports().of(command, Outcome.DONE, List.of());
        });
    }

    /** What {@link #rollback} would do now. Changes nothing. */
    public RunReport previewRollback(String planId, Optional<String> keptStep) {
        return template.at(engineSessions -> {
            CommandTemplate.requireJournal(engineSessions, planId);
            Run run = CommandTemplate.current(engineSessions, planId);
            refuseOnceFinalizing(run);
            List<BoundStep<?, ?>> steps = template.bind(template.readAsFarAsPossible(engineSessions, run));
            requireStep(planId, keptStep, steps);
            try (RunContext runContext = template.looking(engineSessions, run)) {
                return runContext
                        .undoPreview()
                        .get()
                        .rollback(
                                behind(keptStep, steps),
                                "underpin rollback " + planId
                                        + keptStep.map(step -> " --to " + step).orElse(""));
            }
        });
    }

    /** What {@link #finalizeRun} would do now. Changes nothing. */
    public RunReport previewFinalize(String planId) {
        return template.at(engineSessions -> {
            CommandTemplate.requireJournal(engineSessions, planId);
            Run run = CommandTemplate.current(engineSessions, planId);
            List<BoundStep<?, ?>> steps = template.bind(template.read(engineSessions, run));
            try (RunContext runContext = template.looking(engineSessions, run)) {
                return runContext.undoPreview().get().finish(steps, "underpin finalize " + planId);
            }
        });
    }

    private static void refuseOnceFinalizing(Run run) {
        if (run.operation() == Operation.FINALIZE) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.FINALIZING,
                    "finalizing plan " + run.plan() + " has begun; what was kept for a rollback may be gone",
                    "Carry it to its end with `underpin resume " + run.plan() + "`.");
        }
    }

    private static void requireStep(String planId, Optional<String> wanted, List<BoundStep<?, ?>> steps) {
        wanted.filter(id -> steps.stream().noneMatch(step -> step.id().equals(id)))
                .ifPresent(id -> {
                    throw new Failure(
                            Outcome.USAGE,
                            EngineCodes.NO_SUCH_STEP,
                            "plan " + planId + " has no step " + id,
                            "Its steps are: "
                                    + String.join(
                                            ", ",
                                            steps.stream().map(BoundStep::id).toList()) + ".");
                });
    }

    /** The steps that come after the one that is kept; all of them if none is. */
    private static List<BoundStep<?, ?>> behind(Optional<String> keptStep, List<BoundStep<?, ?>> steps) {
        int first = 0;
        for (BoundStep<?, ?> step : steps) {
            first = keptStep.filter(step.id()::equals).isPresent() ? step.ordinal() + 1 : first;
        }
        return steps.subList(first, steps.size());
    }

    /**
     * Drops what was kept for a rollback, if everything is what it should be.
     *
     * @param acceptsDifferences whether it is no matter if it is not
     */
    public RunReport finalizeRun(String planId, boolean acceptsDifferences) {
        return template.leased(planId, "finalize", (hold, engineSessions) -> {
            Run run = CommandTemplate.current(engineSessions, planId);
            if (run.operation() == Operation.FINALIZE) {
                return finish("finalize", hold, engineSessions, run);
            }
            Plan plan = template.read(engineSessions, run);
            List<BoundStep<?, ?>> steps = template.bind(plan);
            RunContext runContext = template.under(hold, engineSessions, run, plan);
            return template.ended(runContext, "finalize", () -> {
                List<Problem> told = runContext.finalizeChecks().admit(steps, acceptsDifferences);
                runContext.finalizing().run(steps, runContext.steps().rows());
                return runContext.reports().of("finalize", Outcome.DONE, told);
            });
        });
    }

    private RunReport finish(String command, LeaseHold hold, EngineSessions engineSessions, Run run) {
        Plan plan = template.read(engineSessions, run);
        RunContext runContext = template.under(hold, engineSessions, run, plan);
        return template.ended(runContext, command, () -> {
            runContext.finalizing().run(template.bind(plan), runContext.steps().rows());
            return runContext.reports().of(command, Outcome.DONE, List.of());
        });
    }

    /** Lets a run that waits before its cutover go on; goes on itself if nobody works on it. */
    public RunReport cutover(String planId) {
        Optional<RunReport> opened = template.at(engineSessions -> {
            CommandTemplate.requireJournal(engineSessions, planId);
            Run run = CommandTemplate.current(engineSessions, planId);
            try (Session writer = engineSessions.openWriter("gate")) {
                Runs.openGate(writer.dsl(), run.id(), "cutover");
            }
            return Lease.holder(engineSessions.observer(), planId)
                    .map(holder -> template.told("cutover", engineSessions, run, List.of())
                            .followedBy(List.of("underpin status " + planId + " --watch")));
        });
        return opened.orElseGet(() -> resume(planId, Optional.empty(), Assumptions.NONE));
    }

    /** Asks again what must be true of an applied plan, and whether there is a way back. Changes nothing. */
    public RunReport verify(String planId, Optional<Plan> given) {
        return template.at(engineSessions -> {
            CommandTemplate.requireJournal(engineSessions, planId);
            Run run = Runs.latest(engineSessions.reading().dsl(), planId)
                    .orElseThrow(() -> CommandTemplate.unknown(planId));
            if (run.state() != RunState.APPLIED) {
                throw new Failure(
                        Outcome.REFUSED,
                        EngineCodes.NOTHING_TO_VERIFY,
                        "plan " + planId + " is not applied (" + run.state() + "), so there is nothing to verify",
                        "Look at `underpin status " + planId + "`.");
            }
            given.ifPresent(plan -> PlanEdits.refuse(
                    run, Runs.steps(engineSessions.reading().dsl(), run.id()), plan, RunState.APPLIED));
            try (RunContext runContext = template.looking(engineSessions, run)) {
                return template.ended(
                        runContext,
                        "verify",
                        () -> verified(runContext, template.bind(template.readAsFarAsPossible(engineSessions, run))));
            }
        });
    }

    private static RunReport verified(RunContext runContext, List<BoundStep<?, ?>> steps) {
        List<Problem> problems = new ArrayList<>();
        List<StepRow> rows = runContext.steps().rows();
        for (BoundStep<?, ?> step : steps) {
            problems.addAll(
                    step.planned().unread().isPresent()
                            ? step.absent().problems()
                            : runContext
                                    .runner()
                                    .unmetByNow(step, runContext.runner().memory(step, rows.get(step.ordinal()))));
        }
        boolean unmet = problems.stream().anyMatch(Problem::error);
        problems.add(RollbackFindings.told(runContext.outlook().wayBack(steps)));
        RunReport report =
                runContext.reports().of("verify", unmet ? Outcome.VERIFICATION_FAILED : Outcome.DONE, problems);
        return unmet
                ? report.followedBy(
                        report.nextCommands().stream().map(Engine::accepting).toList())
                : report;
    }

    private static String accepting(String command) {
        return command.startsWith("underpin finalize ") ? command + " --accept-differences" : command;
    }

    /** Runs the duties that are due, of one plan or of all. */
    public MaintenanceReport maintain(Optional<String> planId, boolean now) {
        return maintenance.maintain(planId, now);
    }

    /** Keeps draining the plan's logs until a stop is requested. */
    public RunReport sync(String planId) {
        return maintenance.sync(planId);
    }

    /** What the journal says of one plan or of all. Changes nothing. */
    public StatusReport status(Optional<String> planId) {
        return maintenance.status(planId);
    }
}
