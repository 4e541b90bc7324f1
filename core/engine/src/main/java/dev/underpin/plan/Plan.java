package dev.underpin.plan;

import dev.underpin.spi.Settings;
import dev.underpin.spi.program.Assertion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A plan, read and typed: every reference in it resolves, every value has its type, parameters have been put in.
 *
 * @param id stable; not the file's name
 * @param prechecks assertions on the user's data, run first; each has an id
 * @param measurements run before the first step and after the last
 * @param steps in the order of their execution: the file's, but behind what they depend on
 */
public record Plan(
        String id,
        Optional<String> description,
        PlanTarget target,
        List<Parameter> parameters,
        Settings settings,
        List<Assertion> prechecks,
        List<Measurement> measurements,
        List<PlanStep> steps) {

    public static final String API_VERSION = "underpin/v1";

    public Plan {
        parameters = List.copyOf(parameters);
        prechecks = List.copyOf(prechecks);
        measurements = List.copyOf(measurements);
        steps = List.copyOf(steps);
    }

    /**
     * Reads a plan's file, with the step types of all modules on the class path.
     *
     * @throws InvalidPlan with all that is wrong with it
     */
    public static Plan read(Path file) {
        StepTypes installed = ServiceLoader.load(StepTypes.class, StepTypes.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the class path is incomplete: nothing finds step types"));
        return read(file, installed, Map.of());
    }

    /**
     * Reads a plan's file.
     *
     * @param sets values of parameters, by name, that replace their defaults
     * @throws InvalidPlan with all that is wrong with it
     */
    public static Plan read(Path file, StepTypes types, Map<String, String> sets) {
        Problems problems = new Problems(file.toString());
        Optional<String> text = new SourceFile(file, problems).text();
        problems.refuseIfAny();
        return parse(text.orElseThrow(), types, sets, problems);
    }

    /**
     * Reads a plan's text.
     *
     * @param file how problems name its source
     * @throws InvalidPlan with all that is wrong with it
     */
    public static Plan parse(String text, String file, StepTypes types, Map<String, String> sets) {
        return parse(text, types, sets, new Problems(file));
    }

    private static Plan parse(String text, StepTypes types, Map<String, String> sets, Problems problems) {
        Optional<Node> root = YamlComposer.compose(text, problems);
        if (root.isEmpty()) {
            problems.refuseIfAny();
        }
        return new PlanReader(root.orElseThrow(), types, sets, true, problems).read();
    }

    /**
     * Reads what {@link #canonical()} wrote.
     *
     * @throws InvalidPlan if the step types of today cannot read it
     */
    public static Plan fromCanonical(String json, StepTypes types) {
        return CanonicalPlan.read(json, types);
    }

    /**
     * Reads what {@link #canonical()} wrote; a step whose module is not here, or cannot read its configuration, is {@link PlanStep#unread()}. Such
     * a plan has neither a canonical form nor a fingerprint of its own.
     *
     * @throws InvalidPlan if the plan itself cannot be read
     */
    public static Plan fromCanonicalAsFarAsPossible(String json, StepTypes types) {
        return CanonicalPlan.readAsFarAsPossible(json, types);
    }

    /** The plan as JSON: equal for plans that mean the same, whatever their comments, key order and line ends. */
    public String canonical() {
        return CanonicalPlan.of(this);
    }

    /**
     * SHA-256, in hexadecimal, of what the plan says: equal for plans that mean the same, also to a later version that
     * knows more keys.
     */
    public String fingerprint() {
        return CanonicalPlan.fingerprint(this);
    }

    public Optional<PlanStep> step(String stepId) {
        return steps.stream().filter(step -> step.id().equals(stepId)).findFirst();
    }
}
