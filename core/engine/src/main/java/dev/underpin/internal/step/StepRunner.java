package dev.underpin.internal.step;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Rows;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.compilation.Assertions;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Claims;
import dev.underpin.internal.compilation.CompileContext;
import dev.underpin.internal.compilation.Contexts;
import dev.underpin.internal.compilation.JournalLedger;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.compilation.ProgramDiff;
import dev.underpin.internal.execution.Checks;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepFailures;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.ProgramRole;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.server.TimeLimitStatements;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Applies one step, from wherever the journal says that it stands. */
public final class StepRunner {

    private final RunScope run;
    private final Contexts contexts;
    private final JournalJson json;
    private final ProgramExecutor programs;
    private final Checks checks;
    private final StepMemory memories = new StepMemory();

    @Inject
    StepRunner(RunScope run, Contexts contexts, JournalJson json, ProgramExecutor programs, Checks checks) {
        this.run = run;
        this.contexts = contexts;
        this.json = json;
        this.programs = programs;
        this.checks = checks;
    }

    /** The scope in which a step's programs run; its phases are compiled over the catalog as of then. */
    public StepScope scope(BoundStep<?, ?> step, Record memory) {
        return new StepScope(run, step.ordinal(), step.id(), phase -> {
            CompileContext context = live(step);
            Program program = step.phase(phase, memory, context);
            return new StepScope.Compiled(program, context.questions().answers());
        });
    }

    public CompileContext live(BoundStep<?, ?> step) {
        return contexts.live(
                step.id(),
                new JournalLedger(
                        contexts.engineSessions(),
                        Optional.of(run.run()),
                        Optional.of(run.programs()),
                        step.ordinal()));
    }

    public Record memory(BoundStep<?, ?> step, StepRow row) {
        return memories.read(step, row.memory().orElseThrow());
    }

    /** @throws Failure if there is a memory of the step and it cannot be read */
    public void requireMemory(BoundStep<?, ?> step, StepRow row) {
        row.memory().ifPresent(memory -> memories.read(step, memory));
    }

    /**
     * Runs the step to its end and confirms that it has come to what it promised.
     *
     * @param answered of its prechecks, those that need not be asked
     */
    public void apply(BoundStep<?, ?> step, StepRow row, AnsweredChecks answered) {
        long begun = System.nanoTime();
        run.listener().on(new RunEvent.StepStarted(step.id(), step.planned().uses(), "apply"));
        run.runs().step(run.run(), step.ordinal(), RunState.RUNNING);
        Record memory = carriedOut(step, row) ? memory(step, row) : carryOut(step, row, answered);
        confirm(step, memory);
        run.runs().step(run.run(), step.ordinal(), RunState.APPLIED);
        run.listener()
                .on(new RunEvent.StepEnded(step.id(), RunState.APPLIED, Duration.ofNanos(System.nanoTime() - begun)));
        run.reached(Failpoint.STEP_APPLIED, step.id());
    }

    /** Runs the step's program, which is the journaled one if there is one, to its end. */
    private Record carryOut(BoundStep<?, ?> step, StepRow row, AnsweredChecks answered) {
        Optional<ProgramRow> open = openProgram(step);
        Record memory;
        if (open.isPresent()) {
            memory = memory(step, row);
        } else {
            precheck(step, answered);
            memory = row.memory().isPresent() ? memory(step, row) : remember(step);
            open = Optional.of(compile(step, row, memory));
        }
        programs.run(open.get(), scope(step, memory));
        return memory;
    }

    /** The program has come to its end, and has not been taken back since; only the step's own end is not written down. */
    private boolean carriedOut(BoundStep<?, ?> step, StepRow row) {
        List<ProgramRow> applied = run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.APPLY)
                .toList();
        if (row.memory().isEmpty() || applied.isEmpty()) {
            return false;
        }
        ProgramRow last = applied.get(applied.size() - 1);
        return last.state() == ProgramState.DONE
                && run.programs().actions(last.id()).stream().noneMatch(action -> action.state() == ActionState.UNDONE);
    }

    private Optional<ProgramRow> openProgram(BoundStep<?, ?> step) {
        return run.programs().of(step.ordinal()).stream()
                .filter(program -> program.role() == ProgramRole.APPLY && program.state() == ProgramState.OPEN)
                .findFirst();
    }

    /** Right before the step, with the catalog and the data as they are now. */
    private void precheck(BoundStep<?, ?> step, AnsweredChecks answered) {
        Inspection inspection = step.precheck(live(step));
        List<Problem> problems = new ArrayList<>();
        for (Finding finding : inspection.findings()) {
            if (finding.severity() == Finding.Severity.ERROR) {
                problems.add(Planner.problem(step, finding));
            }
        }
        List<Check> all = new ArrayList<>(inspection.checks());
        step.planned()
                .prechecks()
                .forEach(assertion -> all.add(Assertions.check(assertion, EngineCodes.PRECHECK_MISSED)));
        for (Check check : all) {
            if (answered.lately(check)) {
                run.listener().on(new RunEvent.Checked(step.id(), check.id(), check.title(), true, List.of()));
            } else {
                ask(step, check, rows -> rows).ifPresent(problems::add);
            }
        }
        settle(problems, Outcome.REFUSED);
    }

    private Record remember(BoundStep<?, ?> step) {
        Record memory = step.remember(live(step));
        run.runs().memory(run.run(), step.ordinal(), memories.write(memory));
        run.reached(Failpoint.STEP_REMEMBERED, step.id());
        return memory;
    }

    private ProgramRow compile(BoundStep<?, ?> step, StepRow row, Record memory) {
        CompileContext context = live(step);
        Program program = step.apply(memory, context);
        row.preview()
                .map(json::readProgram)
                .filter(promised -> !promised.actions().equals(program.actions()))
                .ifPresent(promised -> {
                    throw differs(step, promised, program);
                });
        refuseClaimed(step, program);
        Map<String, String> answers = context.questions().answers();
        PredictedChanges.write(run, json, step, context.catalog(), step.predict(memory, context));
        ProgramRow opened =
                run.programs().open(step.ordinal(), ProgramRole.APPLY, Optional.empty(), 0, program, answers);
        run.reached(Failpoint.PROGRAM_JOURNALED, step.id());
        return opened;
    }

    private void refuseClaimed(BoundStep<?, ?> step, Program program) {
        Map<QualifiedName, String> held = run.claims().claim(run.run(), ProgramAnalysis.claims(program));
        if (!held.isEmpty()) {
            throw Claims.held(step.id(), held);
        }
    }

    private static Failure differs(BoundStep<?, ?> step, Program promised, Program now) {
        return new Failure(
                Outcome.REFUSED,
                Planner.problem(
                                step,
                                Finding.error(
                                        EngineCodes.NOT_AS_PREVIEWED,
                                        "step " + step.id()
                                                + " would do something else now than the preview said; it has not been begun",
                                        "Look at what changed meanwhile, and apply again."))
                        .with(ProgramDiff.of(promised, now)));
    }

    /** Asks what decides whether the step has come to what it promised, and says all that is not so. */
    private void confirm(BoundStep<?, ?> step, Record memory) {
        List<Problem> problems = new ArrayList<>();
        withAssertions(step, step.confirm(memory, live(step)))
                .forEach(check -> ask(step, check, rows -> rows).ifPresent(problems::add));
        settle(problems, Outcome.VERIFICATION_FAILED);
    }

    /** Warnings are told and leave it at that; errors end the step. */
    private void settle(List<Problem> problems, Outcome outcome) {
        List<Problem> errors = problems.stream().filter(Problem::error).toList();
        problems.stream()
                .filter(problem -> !problem.error())
                .forEach(problem -> run.listener().on(new RunEvent.Noticed(problem)));
        if (!errors.isEmpty()) {
            throw new Failure(outcome, errors);
        }
    }

    /** What must be true of the step now that others have followed it, and is not: errors, and warnings. */
    public List<Problem> unmetByNow(BoundStep<?, ?> step, Record memory) {
        UnaryOperator<Rows> relevant = explained(step);
        List<Problem> problems = new ArrayList<>();
        checks(step, memory).stream()
                .filter(check -> !superseded(step, check))
                .forEach(check ->
                        wouldMiss(step, check, relevant, Optional.empty()).ifPresent(problems::add));
        return problems;
    }

    /** What a look at the step shows that somebody should know: warnings. */
    List<Problem> glance(BoundStep<?, ?> step, Record memory) {
        List<Problem> problems = new ArrayList<>();
        step.glance(memory, live(step)).stream()
                .filter(check -> !superseded(step, check))
                .forEach(check -> wouldMiss(step, check, explained(step), Optional.empty())
                        .ifPresent(problems::add));
        return problems;
    }

    /** Whether a step behind this one has noted anew what the check is held against: it has changed that rightfully. */
    public boolean superseded(BoundStep<?, ?> step, Check check) {
        return check.question() instanceof Question.Rows rows
                && rows.expect() instanceof Expect.Evidence noted
                && run.runs().stepsNow(run.run()).stream()
                        .filter(later -> later.ordinal() > step.ordinal() && later.state() == RunState.APPLIED)
                        .anyMatch(later -> run.programs()
                                .evidence(later.ordinal(), noted.actionKey(), noted.what())
                                .isPresent());
    }

    /** Leaves out of an answer what applied steps behind this one are known to have changed. */
    public UnaryOperator<Rows> explained(BoundStep<?, ?> step) {
        return PredictedChanges.unexplained(
                PredictedChanges.behind(run, json, step), run.dialect().statements(DefinitionStatements.class));
    }

    /** Whether the step said, when it was applied, what it would change. */
    public boolean foretold(BoundStep<?, ?> step) {
        return PredictedChanges.told(run, json, step);
    }

    /**
     * What speaks against a check as of now. That the server cannot answer it, because what is asked about is gone or has become
     * something else, speaks against it, too; that it has no room for the question at the moment does not.
     *
     * @param patience after which the question stays open
     */
    public Optional<Problem> wouldMiss(
            BoundStep<?, ?> step, Check check, UnaryOperator<Rows> relevant, Optional<Duration> patience) {
        try {
            return ask(step, check, relevant, patience);
        } catch (RuntimeException failure) {
            if (failure instanceof Failure
                    || !(SqlFailure.of(failure) instanceof SqlFailure refused)
                    || refused.connectionLost()
                    || refused.shortage() && patience.isEmpty()) {
                throw failure;
            }
            if (refused.canceled()) {
                run.stop().check();
            }
            return Optional.of(Planner.problem(
                    step, refused.canceled() || refused.shortage() ? open(check) : unanswerable(check, refused)));
        }
    }

    private static Finding open(Check check) {
        return Finding.warning(
                EngineCodes.LEFT_OPEN,
                check.title() + ": this takes too long, or too much room, to be asked now",
                "Ask with `underpin verify`.");
    }

    private static Finding unanswerable(Check check, SqlFailure refused) {
        String message = check.title() + ": the server cannot tell: " + refused.serverMessage() + " (SQLSTATE "
                + refused.sqlState() + ")";
        return check.onMiss() == Check.OnMiss.WARN
                ? Finding.warning(check.code(), message, check.remedy())
                : Finding.error(check.code(), message, check.remedy());
    }

    private List<Check> checks(BoundStep<?, ?> step, Record memory) {
        return withAssertions(step, step.verify(memory, live(step)));
    }

    private static List<Check> withAssertions(BoundStep<?, ?> step, List<Check> checks) {
        List<Check> all = new ArrayList<>(checks);
        step.planned().verify().forEach(assertion -> all.add(Assertions.check(assertion, EngineCodes.VERIFY_MISSED)));
        return all;
    }

    private Optional<Problem> ask(BoundStep<?, ?> step, Check check, UnaryOperator<Rows> relevant) {
        return ask(step, check, relevant, Optional.empty());
    }

    /** In a transaction of its own, always rolled back. */
    private Optional<Problem> ask(
            BoundStep<?, ?> step, Check check, UnaryOperator<Rows> relevant, Optional<Duration> patience) {
        StepScope scope = new StepScope(run, step.ordinal(), step.id(), phase -> {
            throw new IllegalStateException("a check compiles no phase");
        });
        Checks.Verdict verdict = run.workers()
                .with(session -> contexts.engineSessions().patientlyRolledBack(session, () -> {
                    patience.ifPresent(most -> session.command(session.dialect()
                            .statements(TimeLimitStatements.class)
                            .statement(most)));
                    return checks.ask(session, check, scope, relevant);
                }));
        scope.tell(check, verdict);
        if (verdict.passed()) {
            return Optional.empty();
        }
        Problem problem = check.onMiss() == Check.OnMiss.WARN
                ? StepFailures.warning(step.id(), check, verdict)
                : StepFailures.problem(step.id(), check, verdict);
        return Optional.of(problem.at(Optional.of(step.place())));
    }
}
