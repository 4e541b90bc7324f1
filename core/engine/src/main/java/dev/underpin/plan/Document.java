package dev.underpin.plan;

import dev.underpin.spi.Settings;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.program.Assertion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as a file holds it, but for the configurations of its steps. */
@Described("A plan: what is to become of a database, step by step.")
record Document(
        @Described(value = "The version of this format.", example = Plan.API_VERSION)
        ApiVersion apiVersion,

        @Described(
                value = "The plan's id, by which later commands and the journal know it.",
                example = "messages-monthly")
        Slug plan,

        @Described(value = "What the plan is for.", example = "Monthly partitions for messages.")
        Optional<String> description,

        @Described(
                value = "What the database must be; checked before anything else.",
                absent = "{}",
                example = "{ minServerVersion: 14 }")
        PlanTarget target,

        @Described(
                value = "Values that can be set from outside.",
                absent = "{}",
                example = "{ ahead: { type: integer, default: 6 } }")
        Map<Slug, ParameterDeclaration> parameters,

        @Described(
                value = "How the plan treats the database's other users.",
                absent = "{}",
                example = "{ lockTimeout: 300ms }")
        Settings settings,

        @Described(value = "Queries that must hold before the first step.", absent = "[]", example = "[]")
        List<Assertion> prechecks,

        @Described(
                value = "Queries that are timed before the first step and after the last.",
                absent = "[]",
                example = "[]")
        List<Measurement> measure,

        @Described(
                value = "What is to be done, in order.",
                example = "[ { id: clean, uses: sql.run, with: { apply: [ DROP VIEW old_report ] } } ]")
        List<StepEntry> steps) {

    Document {
        if (steps.isEmpty()) {
            throw new InvalidConfig("steps", "a plan has at least one step", "Add a step.");
        }
    }
}
