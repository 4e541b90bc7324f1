package dev.underpin.engine;

import dev.underpin.control.Assumptions;
import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.journal.JournalSchema;
import dev.underpin.journal.Lease;
import dev.underpin.journal.Runs;
import dev.underpin.journal.Runs.Operation;
import dev.underpin.journal.Runs.Run;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import dev.underpin.report.UpkeepReport;
import dev.underpin.spi.Finding;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The commands on plans and their runs. Each opens its own sessions and leaves none behind. */
public final class Engine {

    private final EngineOptions options;
    private final CommandFrame frame;
    private final Upkeep upkeep;

    public Engine(EngineOptions options) {
        this.options = options;
        this.frame = new CommandFrame(options);
        this.upkeep = new Upkeep(frame);
    }

    /** All prechecks, those of the data included. Changes nothing. */
    public RunReport check(Plan plan) {
        return frame.at(
                workplace -> Prospect.of(options, workplace, frame.json(), plan).check());
    }

    /** Every action that apply would execute. Changes nothing. */
    public RunReport preview(Plan plan) {
        return frame.at(workplace -> {
            Prospect prospect = Prospect.of(options, workplace, frame.json(), plan);
            return prospect.report("preview", prospect.problems());
        });
    }

    public RunReport apply(Plan plan) {
        return frame.at(
                workplace -> apply(plan, workplace),
                (workplace, interruption) -> interruption.runIn(workplace).isPresent()
                        ? frame.goOn(
                                plan.id(),
                                "apply",
                                CommandFrame::current,
                                (hold, place) ->
                                        goOn("apply", hold, place, plan.id(), Optional.of(plan), Assumptions.NONE),
                                workplace,
                                interruption)
                        : apply(plan, workplace));
    }

    private RunReport apply(Plan plan, Workplace workplace) {
        refuseWhileHeld(workplace, plan.id());
        Optional<RunReport> already = alreadyApplied(workplace, plan);
        if (already.isPresent()) {
            return already.get();
        }
        Prospect prospect = Prospect.of(options, workplace, frame.json(), plan);
        List<Problem> found = prospect.withData();
        prospect.refuse(found);
        Map<String, Rehearsed> rehearsed = prospect.rehearsed();
        options.stop().check();
        JournalSchema.ensure(workplace.control(), options.tool());
        try (LeaseHold hold = LeaseHold.take(workplace, plan.id(), "apply", options.stop())) {
            alreadyApplied(workplace, plan).ifPresent(report -> {
                throw new Failure(
                        Outcome.BUSY,
                        "E1010",
                        "plan " + plan.id() + " has just been applied by another runner",
                        "Look at `underpin status " + plan.id() + "`.");
            });
            Work work = open(hold, workplace, prospect);
            return applyAndMeasure("apply", work, plan, prospect.steps(), rehearsed, warnings(found));
        }
    }

    /** What an existing run of the plan means for another apply; empty: there is none. */
    private Optional<RunReport> alreadyApplied(Workplace workplace, Plan plan) {
        if (!workplace.hasJournal()) {
            return Optional.empty();
        }
        Optional<Run> latest = Runs.latest(workplace.reading().dsl(), plan.id());
        if (latest.isEmpty() || latest.get().state() == RunState.ROLLED_BACK) {
            return Optional.empty();
        }
        Run run = latest.get();
        if (run.state() != RunState.APPLIED && run.state() != RunState.FINALIZED) {
            throw new Failure(
                    Outcome.STOPPED,
                    "E2003",
                    "a run of plan " + plan.id() + " is half-way (" + run.state() + "); this command changed nothing",
                    switch (run.operation()) {
                        case APPLY ->
                            "Go on with `underpin resume " + plan.id() + "`, or take it back with `underpin rollback "
                                    + plan.id() + "`.";
                        case ROLLBACK -> "Carry it on with `underpin rollback " + plan.id() + "`.";
                        case FINALIZE -> "Carry it on with `underpin finalize " + plan.id() + "`.";
                    });
        }
        PlanEdits.refuse(run, Runs.steps(workplace.reading().dsl(), run.id()), plan, RunState.APPLIED);
        return Optional.of(frame.told("apply", workplace, run, List.of(PlanEdits.alreadyApplied(run))));
    }

    private static void refuseWhileHeld(Workplace workplace, String plan) {
        if (!workplace.hasJournal()) {
            return;
        }
        Lease.holder(workplace.observer(), plan).ifPresent(holder -> {
            throw LeaseHold.held(plan, holder);
        });
    }

    private Work open(LeaseHold hold, Workplace workplace, Prospect prospect) {
        Plan plan = prospect.plan();
        UUID id = UUID.randomUUID();
        workplace.workOn(id);
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
        runs.open(run, prospect.rows(id));
        frame.modules().write(runs, run, plan);
        options.failpoints().reached(Failpoint.RUN_OPENED, plan.id());
        return frame.under(hold, workplace, run, plan);
    }

    private static List<Problem> warnings(List<Problem> found) {
        return found.stream()
                .filter(problem -> problem.finding().severity() == Finding.Severity.WARNING)
                .toList();
    }

    /** @param warnings what was known before anything was done */
    private RunReport applyAndMeasure(
            String command,
            Work work,
            Plan plan,
            List<BoundStep<?, ?>> steps,
            Map<String, Rehearsed> rehearsed,
            List<Problem> warnings) {
        return frame.ended(work, command, warnings, () -> {
            List<MeasurementReport> before = work.measuredBefore(plan, rehearsed);
            work.applying().run(steps, work.rows());
            Duties.Result followed = work.duties().follow(steps);
            if (followed.outcome() != Outcome.DONE) {
                throw new Failure(followed.outcome(), followed.problems());
            }
            List<MeasurementReport> after = work.measuredAfter(plan, before);
            List<Problem> unmet = PlanEdits.unmet(after);
            return work.report(command, unmet.isEmpty() ? Outcome.DONE : Outcome.VERIFICATION_FAILED, unmet);
        });
    }

    /** Goes on with what was interrupted, whatever it was. */
    public RunReport resume(String planId, Optional<Plan> edited, Assumptions assumptions) {
        return frame.leased(
                planId, "resume", (hold, workplace) -> goOn("resume", hold, workplace, planId, edited, assumptions));
    }

    private RunReport goOn(
            String command,
            LeaseHold hold,
            Workplace workplace,
            String planId,
            Optional<Plan> edited,
            Assumptions assumptions) {
        Run run = CommandFrame.current(workplace, planId);
        if (run.operation() == Operation.ROLLBACK) {
            return rollBack(command, hold, workplace, run, Optional.empty(), assumptions);
        }
        if (run.operation() == Operation.FINALIZE) {
            return finish(command, hold, workplace, run);
        }
        if (run.state() == RunState.APPLIED) {
            edited.ifPresent(plan ->
                    PlanEdits.refuse(run, Runs.steps(workplace.reading().dsl(), run.id()), plan, RunState.APPLIED));
            return frame.told(command, workplace, run, List.of(PlanEdits.alreadyApplied(run)));
        }
        Plan plan = edited.orElseGet(() -> frame.read(workplace, run));
        Work work = frame.under(hold, workplace, run, plan);
        new Deciding(work, frame.bind(frame.readAsFarAsPossible(workplace, run)), options.actor()).settle(assumptions);
        PlanEdits.takeOver(work, plan);
        return applyAndMeasure(command, work, plan, frame.bind(plan), Map.of(), List.of());
    }

    /** Undoes in reverse order, from the journal; with {@code keptStep}, only what came after that step. */
    public RunReport rollback(String planId, Optional<String> keptStep, Assumptions assumptions) {
        return frame.leased(
                planId,
                "rollback",
                (hold, workplace) -> rollBack(
                        "rollback", hold, workplace, CommandFrame.current(workplace, planId), keptStep, assumptions));
    }

    private RunReport rollBack(
            String command,
            LeaseHold hold,
            Workplace workplace,
            Run run,
            Optional<String> keptStep,
            Assumptions assumptions) {
        refuseOnceFinalizing(run);
        Plan plan = frame.readAsFarAsPossible(workplace, run);
        List<BoundStep<?, ?>> steps = frame.bind(plan);
        requireStep(plan.id(), keptStep, steps);
        Work work = frame.under(hold, workplace, run, plan);
        Modules.requireForRollback(behind(keptStep, steps), work.scope());
        new Deciding(work, steps, options.actor()).settle(assumptions);
        return frame.ended(work, command, () -> {
            if (keptStep.isPresent()) {
                work.rollback().downTo(keptStep.get(), steps, work.rows());
            } else {
                work.rollback().all(steps);
            }
            return work.report(command, Outcome.DONE, List.of());
        });
    }

    /** What {@link #rollback} would do now. Changes nothing. */
    public RunReport previewRollback(String planId, Optional<String> keptStep) {
        return frame.at(workplace -> {
            CommandFrame.requireJournal(workplace, planId);
            Run run = CommandFrame.current(workplace, planId);
            refuseOnceFinalizing(run);
            List<BoundStep<?, ?>> steps = frame.bind(frame.readAsFarAsPossible(workplace, run));
            requireStep(planId, keptStep, steps);
            try (Work work = frame.looking(workplace, run)) {
                return new Foresight(work, workplace.catalog())
                        .rollback(
                                behind(keptStep, steps),
                                workplace.target(),
                                "underpin rollback " + planId
                                        + keptStep.map(step -> " --to " + step).orElse(""));
            }
        });
    }

    /** What {@link #finalizeRun} would do now. Changes nothing. */
    public RunReport previewFinalize(String planId) {
        return frame.at(workplace -> {
            CommandFrame.requireJournal(workplace, planId);
            Run run = CommandFrame.current(workplace, planId);
            List<BoundStep<?, ?>> steps = frame.bind(frame.read(workplace, run));
            try (Work work = frame.looking(workplace, run)) {
                return new Foresight(work, workplace.catalog())
                        .finish(steps, workplace.target(), "underpin finalize " + planId);
            }
        });
    }

    private static void refuseOnceFinalizing(Run run) {
        if (run.operation() == Operation.FINALIZE) {
            throw new Failure(
                    Outcome.REFUSED,
                    "E2004",
                    "finalizing plan " + run.plan() + " has begun; what was kept for a rollback may be gone",
                    "Carry it to its end with `underpin resume " + run.plan() + "`.");
        }
    }

    private static void requireStep(String planId, Optional<String> wanted, List<BoundStep<?, ?>> steps) {
        wanted.filter(id -> steps.stream().noneMatch(step -> step.id().equals(id)))
                .ifPresent(id -> {
                    throw new Failure(
                            Outcome.USAGE,
                            "E0003",
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
        return frame.leased(planId, "finalize", (hold, workplace) -> {
            Run run = CommandFrame.current(workplace, planId);
            if (run.operation() == Operation.FINALIZE) {
                return finish("finalize", hold, workplace, run);
            }
            Plan plan = frame.read(workplace, run);
            List<BoundStep<?, ?>> steps = frame.bind(plan);
            Work work = frame.under(hold, workplace, run, plan);
            return frame.ended(work, "finalize", () -> {
                List<Problem> told = new Closing(work, steps).admit(acceptsDifferences);
                work.finalizing().run(steps, work.rows());
                return work.report("finalize", Outcome.DONE, told);
            });
        });
    }

    private RunReport finish(String command, LeaseHold hold, Workplace workplace, Run run) {
        Plan plan = frame.read(workplace, run);
        Work work = frame.under(hold, workplace, run, plan);
        return frame.ended(work, command, () -> {
            work.finalizing().run(frame.bind(plan), work.rows());
            return work.report(command, Outcome.DONE, List.of());
        });
    }

    /** Lets a run that waits before its cutover go on; goes on itself if nobody works on it. */
    public RunReport cutover(String planId) {
        Optional<RunReport> opened = frame.at(workplace -> {
            CommandFrame.requireJournal(workplace, planId);
            Run run = CommandFrame.current(workplace, planId);
            try (Session writer = workplace.openWriter("gate")) {
                Runs.openGate(writer.dsl(), run.id(), "cutover");
            }
            return Lease.holder(workplace.observer(), planId)
                    .map(holder -> frame.told("cutover", workplace, run, List.of())
                            .followedBy(List.of("underpin status " + planId + " --watch")));
        });
        return opened.orElseGet(() -> resume(planId, Optional.empty(), Assumptions.NONE));
    }

    /** Asks again what must be true of an applied plan, and whether there is a way back. Changes nothing. */
    public RunReport verify(String planId, Optional<Plan> given) {
        return frame.at(workplace -> {
            CommandFrame.requireJournal(workplace, planId);
            Run run = Runs.latest(workplace.reading().dsl(), planId).orElseThrow(() -> CommandFrame.unknown(planId));
            if (run.state() != RunState.APPLIED) {
                throw new Failure(
                        Outcome.REFUSED,
                        "E2006",
                        "plan " + planId + " is not applied (" + run.state() + "), so there is nothing to verify",
                        "Look at `underpin status " + planId + "`.");
            }
            given.ifPresent(plan ->
                    PlanEdits.refuse(run, Runs.steps(workplace.reading().dsl(), run.id()), plan, RunState.APPLIED));
            try (Work work = frame.looking(workplace, run)) {
                return frame.ended(
                        work, "verify", () -> verified(work, frame.bind(frame.readAsFarAsPossible(workplace, run))));
            }
        });
    }

    private static RunReport verified(Work work, List<BoundStep<?, ?>> steps) {
        List<Problem> problems = new ArrayList<>();
        List<StepRow> rows = work.rows();
        for (BoundStep<?, ?> step : steps) {
            problems.addAll(
                    step.planned().unread().isPresent()
                            ? step.absent().problems()
                            : work.steps().unmetByNow(step, work.steps().memory(step, rows.get(step.ordinal()))));
        }
        boolean unmet = problems.stream().anyMatch(Problem::error);
        problems.add(WaysBack.told(new Outlook(work, Optional.empty()).wayBack(steps)));
        RunReport report = work.report("verify", unmet ? Outcome.VERIFICATION_FAILED : Outcome.DONE, problems);
        return unmet
                ? report.followedBy(
                        report.nextCommands().stream().map(Engine::accepting).toList())
                : report;
    }

    private static String accepting(String command) {
        return command.startsWith("underpin finalize ") ? command + " --accept-differences" : command;
    }

    /** Runs the duties that are due, of one plan or of all. */
    public UpkeepReport maintain(Optional<String> planId, boolean now) {
        return upkeep.maintain(planId, now);
    }

    /** Keeps draining the plan's logs until a stop is requested. */
    public RunReport sync(String planId) {
        return upkeep.sync(planId);
    }

    /** What the journal says of one plan or of all. Changes nothing. */
    public StatusReport status(Optional<String> planId) {
        return upkeep.status(planId);
    }
}
