package dev.underpin.plan;

import dev.underpin.spi.Assertion;
import dev.underpin.spi.Settings;
import java.util.List;
import java.util.Optional;

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
        Target target,
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

    public Optional<PlanStep> step(String stepId) {
        return steps.stream().filter(step -> step.id().equals(stepId)).findFirst();
    }
}
