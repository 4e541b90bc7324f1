package dev.underpin.plan;

import dev.underpin.spi.StepType;
import dev.underpin.spi.program.Assertion;
import java.util.List;
import java.util.Optional;

/**
 * A step of a plan.
 *
 * @param config an instance of the type's configuration
 * @param dependsOn ids of steps that come before it
 * @param prechecks the user's own, beside the step's
 * @param verify the user's own, beside the step's
 * @param irreversibleAccepted whether the plan says {@code irreversible: accepted}
 * @param at where the step begins
 */
public record PlanStep(
        String id,
        StepType<?, ?> type,
        Record config,
        List<String> dependsOn,
        List<Assertion> prechecks,
        List<Assertion> verify,
        boolean irreversibleAccepted,
        Position at) {

    public PlanStep {
        dependsOn = List.copyOf(dependsOn);
        prechecks = List.copyOf(prechecks);
        verify = List.copyOf(verify);
    }

    /** The type's name. */
    public String uses() {
        return type.name();
    }

    /** Why nothing here can read the step's configuration; empty: it is read. */
    public Optional<String> unread() {
        return config instanceof UnreadConfig unread ? Optional.of(unread.reason()) : Optional.empty();
    }

    /** The same step, whose configuration cannot be read for this reason. */
    public PlanStep unread(String reason) {
        return new PlanStep(
                id,
                UnreadConfig.type(uses()),
                new UnreadConfig(reason),
                dependsOn,
                prechecks,
                verify,
                irreversibleAccepted,
                at);
    }

    /** SHA-256, in hexadecimal, of what the plan says of the step, without its place in the plan. */
    public String fingerprint() {
        return CanonicalPlan.fingerprint(this);
    }
}
