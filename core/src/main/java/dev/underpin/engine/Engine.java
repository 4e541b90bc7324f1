package dev.underpin.engine;

import dev.underpin.control.Assumptions;
import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.journal.JournalJson;
import dev.underpin.journal.JournalSchema;
import dev.underpin.journal.Lease;
import dev.underpin.journal.Runs;
import dev.underpin.journal.Runs.Operation;
import dev.underpin.journal.Runs.Run;
import dev.underpin.journal.Runs.StepRow;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The commands on plans and their runs. Each opens its own sessions and leaves none behind. */
public final class Engine {

    private final EngineOptions options;
    private final JournalJson json = new JournalJson();

    public Engine(EngineOptions options) {
        this.options = options;
    }

    /** All prechecks, those of the data included. Changes nothing. */
    public RunReport check(Plan plan) {
        return at(workplace -> {
            Prospect prospect = Prospect.of(options, workplace, json, plan);
            return prospect.report("check", prospect.withData());
        });
    }

    /** Every action that apply would execute. Changes nothing. */
    public RunReport preview(Plan plan) {
        return at(workplace -> {
            Prospect prospect = Prospect.of(options, workplace, json, plan);
            return prospect.report("preview", prospect.problems());
        });
    }

    public RunReport apply(Plan plan) {
        return at(workplace -> {
            refuseWhileHeld(workplace, plan.id());
            Optional<RunReport> already = alreadyApplied(workplace, plan);
            if (already.isPresent()) {
                return already.get();
            }
            Prospect prospect = Prospect.of(options, workplace, json, plan);
            prospect.refuse(prospect.withData());
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
                return applyAndMeasure("apply", work, plan, prospect.steps());
            }
        });
    }

    /** What an existing run of the plan means for another apply; empty: there is none. */
    private Optional<RunReport> alreadyApplied(Workplace workplace, Plan plan) {
        if (!JournalSchema.exists(workplace.reading())) {
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
                    "Go on with `underpin resume " + plan.id() + "`, or take it back with `underpin rollback "
                            + plan.id() + "`.");
        }
        PlanEdits.refuse(run, Runs.steps(workplace.reading().dsl(), run.id()), plan, RunState.APPLIED);
        return Optional.of(told("apply", workplace, run, List.of(PlanEdits.alreadyApplied(run))));
    }

    private RunReport told(String command, Workplace workplace, Run run, List<Problem> problems) {
        try (Work work = looking(workplace, run)) {
            return work.report(command, Outcome.DONE, problems);
        }
    }

    private static void refuseWhileHeld(Workplace workplace, String plan) {
        if (!JournalSchema.exists(workplace.reading())) {
            return;
        }
        Lease.holder(workplace.observer(), plan).ifPresent(holder -> {
            throw LeaseHold.held(plan, holder);
        });
    }

    private Work open(LeaseHold hold, Workplace workplace, Prospect prospect) {
        Plan plan = prospect.plan();
        UUID id = UUID.randomUUID();
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
        new Runs(hold.journal()).open(run, prospect.rows(id));
        options.failpoints().reached(Failpoint.RUN_OPENED, plan.id());
        options.listener().on(new RunEvent.RunStarted(id.toString(), plan.id(), "apply"));
        return Work.under(hold, options, workplace, json, run, plan);
    }

    private RunReport applyAndMeasure(String command, Work work, Plan plan, List<BoundStep<?, ?>> steps) {
        return ended(work, command, () -> {
            List<MeasurementReport> before = work.measuredBefore(plan);
            work.applying().run(steps, work.rows());
            List<MeasurementReport> after = work.measuredAfter(plan, before);
            List<Problem> unmet = PlanEdits.unmet(after);
            return work.report(command, unmet.isEmpty() ? Outcome.DONE : Outcome.VERIFICATION_FAILED, unmet);
        });
    }

    /** Goes on with what was interrupted, whatever it was. */
    public RunReport resume(String planId, Optional<Plan> edited, Assumptions assumptions) {
        return leased(planId, "resume", (hold, workplace) -> {
            Run run = current(workplace, planId);
            if (run.operation() == Operation.ROLLBACK) {
                return rollBack("resume", hold, workplace, run, Optional.empty(), assumptions);
            }
            if (run.operation() == Operation.FINALIZE) {
                return finish("resume", hold, workplace, run);
            }
            if (run.state() == RunState.APPLIED) {
                return told("resume", workplace, run, List.of(PlanEdits.alreadyApplied(run)));
            }
            Plan plan = edited.orElseGet(() -> read(run));
            Work work = Work.under(hold, options, workplace, json, run, plan);
            new Deciding(work, bind(read(run)), options.actor()).settle(assumptions);
            PlanEdits.takeOver(work, plan);
            options.listener().on(new RunEvent.RunStarted(run.id().toString(), planId, "resume"));
            return applyAndMeasure("resume", work, plan, bind(plan));
        });
    }

    /** Undoes in reverse order, from the journal; with {@code keptStep}, only what came after that step. */
    public RunReport rollback(String planId, Optional<String> keptStep, Assumptions assumptions) {
        return leased(
                planId,
                "rollback",
                (hold, workplace) ->
                        rollBack("rollback", hold, workplace, current(workplace, planId), keptStep, assumptions));
    }

    private RunReport rollBack(
            String command,
            LeaseHold hold,
            Workplace workplace,
            Run run,
            Optional<String> keptStep,
            Assumptions assumptions) {
        if (run.operation() == Operation.FINALIZE) {
            throw new Failure(
                    Outcome.REFUSED,
                    "E2004",
                    "finalizing plan " + run.plan() + " has begun; what was kept for a rollback may be gone",
                    "Carry it to its end with `underpin resume " + run.plan() + "`.");
        }
        Plan plan = read(run);
        List<BoundStep<?, ?>> steps = bind(plan);
        keptStep.filter(kept -> plan.step(kept).isEmpty()).ifPresent(kept -> {
            throw new Failure(
                    Outcome.USAGE,
                    "E0003",
                    "plan " + plan.id() + " has no step " + kept,
                    "Its steps are: "
                            + String.join(
                                    ", ", steps.stream().map(BoundStep::id).toList()) + ".");
        });
        Work work = Work.under(hold, options, workplace, json, run, plan);
        new Deciding(work, steps, options.actor()).settle(assumptions);
        options.listener().on(new RunEvent.RunStarted(run.id().toString(), run.plan(), command));
        return ended(work, command, () -> {
            if (keptStep.isPresent()) {
                work.rollback().downTo(keptStep.get(), steps, work.rows());
            } else {
                work.rollback().all(steps);
            }
            return work.report(command, Outcome.DONE, List.of());
        });
    }

    /** Drops what was kept for a rollback. */
    public RunReport finalizeRun(String planId) {
        return leased(planId, "finalize", (hold, workplace) -> {
            Run run = current(workplace, planId);
            boolean ready = run.state() == RunState.APPLIED || run.operation() == Operation.FINALIZE;
            if (!ready) {
                throw new Failure(
                        Outcome.REFUSED,
                        "E2005",
                        "plan " + planId + " is not applied (" + run.state() + "); nothing was dropped",
                        "Finish it first with `underpin resume " + planId + "`.");
            }
            return finish("finalize", hold, workplace, run);
        });
    }

    private RunReport finish(String command, LeaseHold hold, Workplace workplace, Run run) {
        Plan plan = read(run);
        Work work = Work.under(hold, options, workplace, json, run, plan);
        options.listener().on(new RunEvent.RunStarted(run.id().toString(), run.plan(), command));
        return ended(work, command, () -> {
            work.finalizing().run(bind(plan), work.rows());
            return work.report(command, Outcome.DONE, List.of());
        });
    }

    /** Lets a run that waits before its cutover go on; goes on itself if nobody works on it. */
    public RunReport cutover(String planId) {
        Optional<RunReport> opened = at(workplace -> {
            requireJournal(workplace, planId);
            Run run = current(workplace, planId);
            try (Session writer = workplace.openWriter("gate")) {
                Runs.openGate(writer.dsl(), run.id(), "cutover");
            }
            return Lease.holder(workplace.observer(), planId).map(holder -> told("cutover", workplace, run, List.of()));
        });
        return opened.orElseGet(() -> resume(planId, Optional.empty(), Assumptions.NONE));
    }

    /** Asks again what must be true of an applied plan. Changes nothing. */
    public RunReport verify(String planId) {
        return at(workplace -> {
            requireJournal(workplace, planId);
            Run run = Runs.latest(workplace.reading().dsl(), planId).orElseThrow(() -> unknown(planId));
            if (run.state() != RunState.APPLIED) {
                throw new Failure(
                        Outcome.REFUSED,
                        "E2006",
                        "plan " + planId + " is not applied (" + run.state() + "), so there is nothing to verify",
                        "Look at `underpin status " + planId + "`.");
            }
            try (Work work = looking(workplace, run)) {
                List<Problem> problems = new ArrayList<>();
                List<StepRow> rows = work.rows();
                for (BoundStep<?, ?> step : bind(read(run))) {
                    StepRow row = rows.get(step.ordinal());
                    problems.addAll(work.steps().unmetByNow(step, work.steps().memory(step, row)));
                }
                return work.report(
                        "verify",
                        problems.stream().anyMatch(Problem::error) ? Outcome.VERIFICATION_FAILED : Outcome.DONE,
                        problems);
            }
        });
    }

    /** Runs the duties of applied plans once. */
    public RunReport maintain(Optional<String> planId) {
        List<String> plans = planId.map(List::of).orElseGet(this::appliedPlans);
        RunReport last = RunReport.nothing("maintain", planId.orElse(""));
        for (String plan : plans) {
            last = onDuty(plan, "maintain", (duties, steps) -> steps.forEach(duties::runOnce));
        }
        return last;
    }

    /** Keeps draining the plan's logs until a stop is requested. */
    public RunReport sync(String planId) {
        return onDuty(planId, "sync", (duties, steps) -> {
            try {
                steps.forEach(duties::keepDraining);
            } catch (Failure stopped) {
                if (!options.stop().requested()) {
                    throw stopped;
                }
            }
        });
    }

    private List<String> appliedPlans() {
        return at(workplace -> JournalSchema.exists(workplace.reading())
                ? Runs.latest(workplace.reading().dsl()).stream()
                        .filter(run -> run.state() == RunState.APPLIED)
                        .map(Run::plan)
                        .toList()
                : List.<String>of());
    }

    private RunReport onDuty(String planId, String command, BiConsumer<Duties, List<BoundStep<?, ?>>> body) {
        return leased(planId, command, (hold, workplace) -> {
            Run run = current(workplace, planId);
            if (run.state() != RunState.APPLIED) {
                throw new Failure(
                        Outcome.REFUSED,
                        "E2011",
                        "plan " + planId + " is not applied (" + run.state() + "), so it has no duties",
                        "Finish it first with `underpin resume " + planId + "`.");
            }
            Plan plan = read(run);
            Work work = Work.under(hold, options, workplace, json, run, plan);
            return ended(work, command, () -> {
                body.accept(work.duties(), bind(plan));
                return work.report(command, Outcome.DONE, List.of());
            });
        });
    }

    /** What the journal says of one plan or of all. Changes nothing. */
    public StatusReport status(Optional<String> planId) {
        return at(workplace -> {
            if (!JournalSchema.exists(workplace.reading())) {
                return new StatusReport(workplace.target(), List.of(), List.of(), List.of());
            }
            List<Run> runs = planId.map(id ->
                            Runs.latest(workplace.reading().dsl(), id).stream().toList())
                    .orElseGet(() -> Runs.latest(workplace.reading().dsl()));
            if (planId.isPresent() && runs.isEmpty()) {
                throw unknown(planId.get());
            }
            List<RunReport> reports = new ArrayList<>();
            List<StatusReport.Backlog> backlogs = new ArrayList<>();
            for (Run run : runs) {
                try (Work work = looking(workplace, run)) {
                    reports.add(work.report("status", Outcome.DONE, List.of()));
                    backlogs.addAll(backlogs(work, run));
                }
            }
            return new StatusReport(workplace.target(), reports, Lease.holders(workplace.observer()), backlogs);
        });
    }

    private List<StatusReport.Backlog> backlogs(Work work, Run run) {
        if (run.state() != RunState.APPLIED) {
            return List.of();
        }
        List<StatusReport.Backlog> backlogs = new ArrayList<>();
        for (BoundStep<?, ?> step : bind(read(run))) {
            work.duties()
                    .pending(step)
                    .forEach(pending -> backlogs.add(
                            new StatusReport.Backlog(run.plan(), step.id(), pending.log(), pending.keys())));
        }
        return backlogs;
    }

    private Plan read(Run run) {
        return Plan.fromCanonical(run.canonical(), options.registry());
    }

    private <T> T at(Function<Workplace, T> command) {
        Workplace.Endpoint endpoint = new Workplace.Endpoint(options.host(), options.port());
        try (Workplace workplace = Workplace.open(
                options.sessions(), endpoint, target -> options.listener().on(new RunEvent.Connected(target)))) {
            options.stop().onInsisting(workplace::cancel);
            return command.apply(workplace);
        } catch (RuntimeException ended) {
            if (SqlFailure.of(ended) instanceof SqlFailure failure && failure.canceled()) {
                options.stop().check();
            }
            throw ended;
        }
    }

    private RunReport leased(String planId, String command, BiFunction<LeaseHold, Workplace, RunReport> body) {
        return at(workplace -> {
            requireJournal(workplace, planId);
            current(workplace, planId);
            try (LeaseHold hold = LeaseHold.take(workplace, planId, command, options.stop())) {
                return body.apply(hold, workplace);
            }
        });
    }

    private RunReport ended(Work work, String command, Supplier<RunReport> body) {
        try {
            RunReport report = body.get();
            tellEnd(work, report.outcome());
            return report;
        } catch (RuntimeException unfinished) {
            return told(work, command, Failures.expected(work.scope().plan(), unfinished));
        }
    }

    /** With what the journal says, unless it cannot be reached any more. */
    private RunReport told(Work work, String command, Failure failure) {
        try {
            Outcome outcome = settled(work.run(), failure.outcome());
            tellEnd(work, outcome);
            return work.report(command, outcome, failure.problems());
        } catch (RuntimeException unreachable) {
            failure.addSuppressed(unreachable);
            throw failure;
        }
    }

    /** Lock retries that are spent in the middle of a rollback or a finalize leave it half-way, not untouched. */
    private static Outcome settled(Run run, Outcome outcome) {
        boolean over = run.state() == RunState.ROLLED_BACK || run.state() == RunState.APPLIED;
        return outcome == Outcome.BUSY && !over ? Outcome.STOPPED : outcome;
    }

    private void tellEnd(Work work, Outcome outcome) {
        Run run = work.run();
        options.listener().on(new RunEvent.RunEnded(run.id().toString(), run.plan(), run.state(), outcome));
    }

    private List<BoundStep<?, ?>> bind(Plan plan) {
        List<BoundStep<?, ?>> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            steps.add(BoundStep.of(plan, i, options.registry()));
        }
        return steps;
    }

    private Work looking(Workplace workplace, Run run) {
        return Work.looking(options, workplace, json, run, read(run), workplace.pool(session -> {}));
    }

    private static void requireJournal(Workplace workplace, String planId) {
        if (!JournalSchema.exists(workplace.reading())) {
            throw unknown(planId);
        }
    }

    private static Run current(Workplace workplace, String planId) {
        return Runs.current(workplace.reading().dsl(), planId).orElseThrow(() -> ended(workplace, planId));
    }

    private static Failure ended(Workplace workplace, String planId) {
        return Runs.latest(workplace.reading().dsl(), planId)
                .map(run -> new Failure(
                        Outcome.REFUSED,
                        "E2007",
                        "the last run of plan " + planId + " is over (" + run.state() + "); nothing was changed",
                        run.state() == RunState.FINALIZED
                                ? "After finalize there is no way back; restore from a backup if you must."
                                : "Apply the plan again if you want it."))
                .orElseGet(() -> unknown(planId));
    }

    private static Failure unknown(String planId) {
        return new Failure(
                Outcome.REFUSED,
                "E2008",
                "the journal of this database knows no plan " + planId,
                "Check the plan's id and the database; `underpin status` lists what is known.");
    }
}
