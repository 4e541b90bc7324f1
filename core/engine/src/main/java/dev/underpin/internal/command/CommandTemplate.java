package dev.underpin.internal.command;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.StepModules;
import dev.underpin.internal.execution.StepFailures;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.Operation;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.session.Interruption;
import dev.underpin.internal.session.LeaseHold;
import dev.underpin.internal.session.LostConnection;
import dev.underpin.internal.session.ReconnectLoop;
import dev.underpin.plan.Plan;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the commands have in common: how they reach a server, hold a plan's lease, find its run, and tell how it ended. */
final class CommandTemplate {

    private final EngineOptions options;
    private final JournalJson json;
    private final StepModules modules;
    private final RunContexts runs;

    @Inject
    CommandTemplate(EngineOptions options, JournalJson json, StepModules modules, RunContexts runs) {
        this.options = options;
        this.json = json;
        this.modules = modules;
        this.runs = runs;
    }

    JournalJson json() {
        return json;
    }

    /**
     * The plan as the journal has it, for what needs its steps.
     *
     * @throws Failure if something of it cannot be read here
     */
    Plan read(EngineSessions engineSessions, Run run) {
        Plan plan = readAsFarAsPossible(engineSessions, run);
        StepModules.require(plan);
        return plan;
    }

    /** The plan as the journal has it, for what is written down as data. */
    Plan readAsFarAsPossible(EngineSessions engineSessions, Run run) {
        return modules.read(engineSessions.reading().dsl(), run);
    }

    StepModules modules() {
        return modules;
    }

    /**
     * With sessions that are closed at the end; a second request to stop cancels what runs in them. What changes nothing is begun
     * anew if its connection is lost.
     *
     * @throws Failure whatever it ended by, unless that is a bug
     */
    <T> T at(Function<EngineSessions, T> command) {
        return at(command, (engineSessions, interruption) -> command.apply(engineSessions));
    }

    /** @param again what is done instead once the connection had been lost, and there is one again */
    <T> T at(Function<EngineSessions, T> command, ReconnectLoop.Again<T> again) {
        EngineSessions.Endpoint endpoint = new EngineSessions.Endpoint(options.host(), options.port());
        return new ReconnectLoop(
                        () -> EngineSessions.open(
                                options.sessions(), endpoint, options.silence(), options.listener(), options.stop()),
                        options.listener(),
                        options.stop())
                .carry(command, again);
    }

    /** Under the plan's lease; its run is neither rolled back nor finalized. */
    RunReport leased(String planId, String command, BiFunction<LeaseHold, EngineSessions, RunReport> body) {
        return leased(planId, command, CommandTemplate::current, body);
    }

    /** @param wanted refuses a plan whose run is not in the state that the command needs */
    RunReport leased(
            String planId,
            String command,
            BiConsumer<EngineSessions, String> wanted,
            BiFunction<LeaseHold, EngineSessions, RunReport> body) {
        return at(
                engineSessions -> underLease(planId, command, wanted, body, engineSessions),
                (engineSessions, interruption) -> goOn(planId, command, wanted, body, engineSessions, interruption));
    }

    /** The same when the connection had been lost in the middle of it. */
    RunReport goOn(
            String planId,
            String command,
            BiConsumer<EngineSessions, String> wanted,
            BiFunction<LeaseHold, EngineSessions, RunReport> body,
            EngineSessions engineSessions,
            Interruption interruption) {
        Optional<Run> known = interruption.runIn(engineSessions);
        Optional<Failure> first = interruption.lost().first();
        if (known.filter(CommandTemplate::over).isPresent()) {
            return failedBefore(told(command, engineSessions, known.get(), List.of()), first);
        }
        if (first.isPresent()
                && known.filter(run -> run.operation() == Operation.APPLY).isPresent()) {
            return underLease(
                    planId,
                    command,
                    wanted,
                    (hold, place) -> stopped(command, hold, place, known.get(), first.get()),
                    engineSessions);
        }
        return failedBefore(underLease(planId, command, wanted, body, engineSessions), first);
    }

    private static boolean over(Run run) {
        return run.state() == RunState.ROLLED_BACK || run.state() == RunState.FINALIZED;
    }

    private RunReport stopped(String command, LeaseHold hold, EngineSessions engineSessions, Run run, Failure first) {
        RunContext runContext = under(hold, engineSessions, run, readAsFarAsPossible(engineSessions, run));
        runContext.scope().runs().state(run.id(), RunState.STOPPED, Operation.APPLY);
        return runContext.reports().of(command, Outcome.STOPPED, first.problems());
    }

    /** What had failed before the connection was lost is what the command ends by. */
    private static RunReport failedBefore(RunReport report, Optional<Failure> first) {
        return first.filter(failure -> report.outcome() == Outcome.DONE)
                .map(failure -> report.endedBy(Outcome.FAILED_ROLLED_BACK, failure.problems()))
                .orElse(report);
    }

    private RunReport underLease(
            String planId,
            String command,
            BiConsumer<EngineSessions, String> wanted,
            BiFunction<LeaseHold, EngineSessions, RunReport> body,
            EngineSessions engineSessions) {
        requireJournal(engineSessions, planId);
        wanted.accept(engineSessions, planId);
        try (LeaseHold hold = LeaseHold.take(engineSessions, planId, command, options.stop())) {
            return body.apply(hold, engineSessions);
        }
    }

    /** Whatever ends a run is reported with what the journal says of it, unless it is a bug. */
    RunReport ended(RunContext runContext, String command, Supplier<RunReport> body) {
        return ended(runContext, command, List.of(), body);
    }

    /** @param known what the report tells in any case */
    RunReport ended(RunContext runContext, String command, List<Problem> known, Supplier<RunReport> body) {
        options.listener()
                .on(new RunEvent.RunStarted(
                        runContext.scope().run().toString(), runContext.scope().plan(), command));
        try {
            RunReport report = body.get();
            tellEnd(runContext, report.outcome());
            return report.knowing(known);
        } catch (RuntimeException unfinished) {
            Failure failure = StepFailures.expected(runContext.scope().plan(), unfinished);
            if (failure instanceof LostConnection) {
                throw failure;
            }
            return told(runContext, command, failure).knowing(known);
        }
    }

    /** With what the journal says, unless it cannot be reached any more. */
    private RunReport told(RunContext runContext, String command, Failure failure) {
        try {
            Outcome outcome = settled(runContext.steps().run(), failure.outcome());
            tellEnd(runContext, outcome);
            return runContext.reports().of(command, outcome, failure.problems());
        } catch (RuntimeException unreachable) {
            failure.addSuppressed(unreachable);
            throw failure;
        }
    }

    /** Lock retries that are spent in the middle of a rollback or a finalize leave it half-way, not untouched. */
    private static Outcome settled(Run run, Outcome outcome) {
        boolean whole = Set.of(RunState.ROLLED_BACK, RunState.APPLIED, RunState.FINALIZED)
                .contains(run.state());
        return outcome == Outcome.BUSY && !whole ? Outcome.STOPPED : outcome;
    }

    /** The run as it stands. */
    RunReport told(String command, EngineSessions engineSessions, Run run, List<Problem> problems) {
        try (RunContext runContext = looking(engineSessions, run)) {
            return runContext.reports().of(command, Outcome.DONE, problems);
        }
    }

    private void tellEnd(RunContext runContext, Outcome outcome) {
        Run run = runContext.steps().run();
        options.listener().on(new RunEvent.RunEnded(run.id().toString(), run.plan(), run.state(), outcome));
    }

    /** Works on the run, whose lease is held. */
    RunContext under(LeaseHold hold, EngineSessions engineSessions, Run run, Plan plan) {
        return runs.under(hold, engineSessions, run, plan);
    }

    List<BoundStep<?, ?>> bind(Plan plan) {
        List<BoundStep<?, ?>> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            steps.add(BoundStep.of(plan, i, options.registry()));
        }
        return steps;
    }

    RunContext looking(EngineSessions engineSessions, Run run) {
        return runs.looking(engineSessions, run, readAsFarAsPossible(engineSessions, run));
    }

    static void requireJournal(EngineSessions engineSessions, String planId) {
        if (!engineSessions.hasJournal()) {
            throw unknown(planId);
        }
    }

    static Run current(EngineSessions engineSessions, String planId) {
        return Runs.current(engineSessions.reading().dsl(), planId).orElseThrow(() -> over(engineSessions, planId));
    }

    private static Failure over(EngineSessions engineSessions, String planId) {
        return Runs.latest(engineSessions.reading().dsl(), planId)
                .map(run -> new Failure(
                        Outcome.REFUSED,
                        EngineCodes.RUN_IS_OVER,
                        "the last run of plan " + planId + " is over (" + run.state() + "); nothing was changed",
                        run.state() == RunState.FINALIZED
                                ? "After finalize there is no way back; restore from a backup if you must."
                                : "Apply the plan again if you want it."))
                .orElseGet(() -> unknown(planId));
    }

    static Failure unknown(String planId) {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.UNKNOWN_PLAN,
                "the journal of this database knows no plan " + planId,
                "Check the plan's id and the database; `underpin status` lists what is known.");
    }
}
