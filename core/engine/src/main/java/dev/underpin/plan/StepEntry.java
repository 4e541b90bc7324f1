package dev.underpin.plan;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.program.Assertion;
import java.util.List;
import java.util.Optional;

/** What a plan says of a step. */
@Described("A step of the plan.")
record StepEntry(
        @Described(value = "Names the step in reports and commands.", example = "room-index")
        Slug id,

        @Described(value = "The step's type.", example = "indexing.create")
        String uses,

        @Described(
                value = "The step's configuration, as its type asks for it.",
                example = "{ table: messages }",
                key = "with")
        Optional<Node> config,

        @Described(
                value = "Steps that come before this one; the one above it if nothing is said.",
                example = "[partition]")
        Optional<List<Slug>> dependsOn,

        @Described(value = "Queries that must hold before the step.", absent = "[]", example = "[]")
        List<Assertion> prechecks,

        @Described(value = "Queries that must hold after the step.", absent = "[]", example = "[]")
        List<Assertion> verify,

        @Described(value = "That the step may do what no rollback takes back.", example = "accepted")
        Optional<Irreversible> irreversible) {

    /** What a plan can say about the irreversible. */
    enum Irreversible {
        ACCEPTED
    }
}
