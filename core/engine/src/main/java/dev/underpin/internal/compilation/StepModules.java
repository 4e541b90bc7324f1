package dev.underpin.internal.compilation;

import dev.underpin.internal.journal.JournalEvents;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import dev.underpin.plan.PlanStep;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

/**
 * The modules that a run's steps come from. What is written down as data can be looked at and undone without them; what needs one that is not
 * here says which.
 */
public final class StepModules {

    private static final String KIND = "modules";

    private final PluginRegistry registry;
    private final JournalJson json;

    @Inject
    StepModules(PluginRegistry registry, JournalJson json) {
        this.registry = registry;
        this.json = json;
    }

    /** By the names of step types. */
    record Named(Map<String, String> modules) {}

    /** Writes down where the plan's step types come from. */
    public void write(JournalEvents events, Run run, Plan plan) {
        Map<String, String> modules = new TreeMap<>();
        plan.steps()
                .forEach(step -> registry.find(step.uses())
                        .ifPresent(type ->
                                modules.put(step.uses(), registry.origin(type).module())));
        events.note(run.id(), KIND, json.text(new Named(modules)));
    }

    /**
     * The plan as the journal has it, with steps that cannot be read here left as they are.
     *
     * @throws Failure if the plan itself cannot be read
     */
    public Plan read(DSLContext dsl, Run run) {
        Plan plan;
        try {
            plan = Plan.fromCanonicalAsFarAsPossible(run.canonical(), registry);
        } catch (InvalidPlan unreadable) {
            throw new Failure(
                    Outcome.REFUSED,
                    Problem.of(Finding.error(
                                    EngineCodes.PLAN_UNREADABLE,
                                    "plan " + run.plan() + " was applied by " + run.tool()
                                            + " and cannot be read here; nothing was changed",
                                    "Use the version of underpin, and the step modules, that applied it."))
                            .with(unreadable.problems().stream()
                                    .map(Object::toString)
                                    .toList()));
        }
        boolean whole = plan.steps().stream().allMatch(step -> step.unread().isEmpty());
        if (whole ? !plan.fingerprint().equals(run.sha256()) : !asWritten(plan, Runs.steps(dsl, run.id()))) {
            throw edited(run);
        }
        return whole ? plan : naming(plan, named(dsl, run));
    }

    /** Each step that can be read says what its own row does. */
    private static boolean asWritten(Plan plan, List<StepRow> rows) {
        return plan.steps().size() == rows.size()
                && IntStream.range(0, rows.size())
                        .filter(i -> plan.steps().get(i).unread().isEmpty())
                        .allMatch(i ->
                                rows.get(i).sha256().equals(plan.steps().get(i).fingerprint()));
    }

    private static Failure edited(Run run) {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.JOURNAL_EDITED,
                "plan " + run.plan() + " is not what was written down in run " + run.id()
                        + ": its SHA-256 differs; nothing was changed",
                "Somebody has edited the journal. Find out who did, and put back underpin.run.canonical as it was.");
    }

    private Map<String, String> named(DSLContext dsl, Run run) {
        return JournalEvents.latest(dsl, run.id(), KIND)
                .map(body -> json.read(body, Named.class).modules())
                .orElse(Map.of());
    }

    private static Plan naming(Plan plan, Map<String, String> modules) {
        return new Plan(
                plan.id(),
                plan.description(),
                plan.target(),
                plan.parameters(),
                plan.settings(),
                plan.prechecks(),
                plan.measurements(),
                plan.steps().stream()
                        .map(step -> step.unread()
                                .map(reason -> Optional.ofNullable(modules.get(step.uses()))
                                        .map(module -> reason + "; it was applied with " + module)
                                        .orElse(reason))
                                .map(step::unread)
                                .orElse(step))
                        .toList());
    }

    /** What the steps of a plan that cannot be read here come to. */
    public static List<Problem> missing(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.unread().map(reason -> missing(plan.id(), step, reason)).stream())
                .toList();
    }

    private static Problem missing(String plan, PlanStep step, String reason) {
        return Problem.of(
                step.id(),
                Finding.warning(
                        EngineCodes.MODULE_ABSENT,
                        "of step " + step.id() + " only what is written down can be told and undone: " + reason,
                        "Put that module's jar beside the others; `underpin steps` lists what is here. The other plans are not"
                                + " concerned."));
    }

    /** Refuses what needs the step itself. */
    public static Failure needed(BoundStep<?, ?> step, String reason) {
        return new Failure(Outcome.REFUSED, needed(step.id(), reason));
    }

    public static Problem needed(String step, String reason) {
        return Problem.of(
                step,
                Finding.error(
                        EngineCodes.MODULE_NEEDED,
                        "step " + step + " is needed for this, and cannot be used here: " + reason
                                + "; nothing of it was changed",
                        "Put that module's jar beside the others, and give the command again; `underpin steps` lists what is"
                                + " here."));
    }

    /**
     * @throws Failure if one of the steps cannot be used here
     */
    public static void require(Plan plan) {
        List<Problem> problems = plan.steps().stream()
                .flatMap(step -> step.unread().map(reason -> needed(step.id(), reason)).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new Failure(Outcome.REFUSED, problems);
        }
    }
}
