package dev.underpin.internal.compilation;

import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Problem;
import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compiles a whole plan without changing anything: each step against what the steps before it are going to leave. */
public final class Planner {

    private final Contexts contexts;
    private final PluginRegistry registry;
    private final Ledger ledger;

    public Planner(Contexts contexts, PluginRegistry registry, Ledger ledger) {
        this.contexts = contexts;
        this.registry = registry;
        this.ledger = ledger;
    }

    public List<BoundStep<?, ?>> bind(Plan plan) {
        return IntStream.range(0, plan.steps().size())
                .<BoundStep<?, ?>>mapToObj(i -> BoundStep.of(plan, i, registry))
                .toList();
    }

    public Forecast forecast(List<BoundStep<?, ?>> steps) {
        List<StepPreview> previews = new ArrayList<>();
        Optional<Catalog> known = Optional.of(contexts.engineSessions().catalog());
        for (BoundStep<?, ?> step : steps) {
            StepPreview preview = known.isPresent() ? preview(step, known.get()) : conditional(step);
            previews.add(preview);
            Optional<Catalog> before = known;
            known = preview.memory()
                    .filter(memory -> !preview.conditional())
                    .flatMap(memory -> step.predict(memory, contexts.over(before.orElseThrow(), step.id(), ledger)));
        }
        return new Forecast(previews, known);
    }

    /** What each step wants the plan's measured queries held against, if the plan's end is known. */
    public List<Rehearsal> rehearsals(Forecast forecast) {
        Catalog now = contexts.engineSessions().catalogAtOnce();
        return forecast.end().stream()
                .flatMap(end -> forecast.previews().stream().flatMap(preview -> rehearsal(preview, now, end).stream()))
                .toList();
    }

    private Optional<Rehearsal> rehearsal(StepPreview preview, Catalog now, Catalog end) {
        BoundStep<?, ?> step = preview.step();
        return preview.memory().flatMap(memory -> step.rehearse(memory, contexts.over(now, step.id(), ledger), end));
    }

    /** On a server that cannot be written, what would have to be tried there stays open. */
    private StepPreview preview(BoundStep<?, ?> step, Catalog catalog) {
        try {
            return compiled(step, catalog);
        } catch (UnansweredQuestion unanswered) {
            if (!unanswered.failure().readOnly()) {
                throw unanswered;
            }
            Problem open = problem(
                    step,
                    Finding.note(
                            EngineCodes.CHECKED_IN_PART,
                            "some of it can be checked only on a server that can be written",
                            "Check again on the primary."));
            return new StepPreview(
                    step, Optional.empty(), Program.EMPTY, Map.of(), true, Impact.NONE, List.of(), List.of(open));
        }
    }

    private StepPreview compiled(BoundStep<?, ?> step, Catalog catalog) {
        CompileContext context = contexts.over(catalog, step.id(), ledger);
        Inspection inspection;
        try {
            inspection = step.precheck(context);
        } catch (RefusedException refused) {
            inspection = Inspection.of(List.of(refused.finding()));
        }
        List<Problem> problems = new ArrayList<>();
        inspection.findings().forEach(finding -> problems.add(problem(step, finding)));
        if (inspection.refuses() && step.ordinal() > 0 && context.questions().missedSomething()) {
            return new StepPreview(
                    step,
                    Optional.empty(),
                    Program.EMPTY,
                    Map.of(),
                    true,
                    Impact.NONE,
                    inspection.checks(),
                    softened(step, problems));
        }
        if (inspection.refuses()) {
            return new StepPreview(
                    step, Optional.empty(), Program.EMPTY, Map.of(), false, Impact.NONE, inspection.checks(), problems);
        }
        Record memory = step.remember(context);
        Program program = step.apply(memory, context);
        Map<String, Program> phases = new LinkedHashMap<>();
        for (Action action : program.actions()) {
            if (action instanceof Converge converge) {
                phases.put(converge.phase(), step.phase(converge.phase(), memory, context));
            }
        }
        program.notes().forEach(note -> problems.add(problem(step, note)));
        irreversible(step, program, phases).ifPresent(problems::add);
        return new StepPreview(
                step,
                Optional.of(memory),
                program,
                phases,
                false,
                step.impact(memory, context),
                inspection.checks(),
                problems);
    }

    /** Behind a step of unknown effect: what can be said as of now, and no refusal because of it. */
    private StepPreview conditional(BoundStep<?, ?> step) {
        StepPreview now = preview(step, contexts.engineSessions().catalog());
        return new StepPreview(
                step,
                now.memory(),
                now.program(),
                now.phases(),
                true,
                now.impact(),
                now.checks(),
                softened(step, now.problems()));
    }

    /**
     * The server knows only what is there. What it refuses for want of something may be there once the steps before are
     * done.
     */
    private static List<Problem> softened(BoundStep<?, ?> step, List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.finding().severity() == Finding.Severity.ERROR
                        ? problem(
                                step,
                                Finding.note(
                                        problem.finding().code(),
                                        "as things are now it would be refused: "
                                                + problem.finding().message(),
                                        "It is checked again when the steps before it are done."))
                        : problem)
                .toList();
    }

    private static Optional<Problem> irreversible(BoundStep<?, ?> step, Program program, Map<String, Program> phases) {
        if (step.planned().irreversibleAccepted()) {
            return Optional.empty();
        }
        List<Action> all = new ArrayList<>(program.actions());
        phases.values().forEach(phase -> all.addAll(phase.actions()));
        return all.stream()
                .filter(action -> action.undo() instanceof Undo.Irreversible)
                .findFirst()
                .map(action -> problem(
                        step,
                        Finding.error(
                                EngineCodes.IRREVERSIBLE,
                                action.title() + " cannot be taken back: " + ((Undo.Irreversible) action.undo()).why(),
                                "If that is meant, write `irreversible: accepted` into the step.")));
    }

    public static Problem problem(BoundStep<?, ?> step, Finding finding) {
        return Problem.of(step.id(), finding).at(Optional.of(step.place()));
    }

    /** Checks of the data that are wanted before anything is changed. */
    public static List<Check> checks(StepPreview preview) {
        List<Check> checks = new ArrayList<>(preview.checks());
        preview.step().planned().prechecks().stream()
                .map(assertion -> Assertions.check(assertion, EngineCodes.PRECHECK_MISSED))
                .forEach(checks::add);
        return checks;
    }
}
