package dev.underpin.plan;

import dev.underpin.spi.config.Described;
import java.util.Optional;

/** What a plan says of a parameter. */
@Described("A value that can be set from outside, with --set name=value.")
record ParameterDeclaration(
        @Described(value = "What values it can have.", example = "integer")
        ParameterType type,

        @Described(value = "The value when none is set; without it, one must be set.", key = "default", example = "6")
        Optional<Node> defaultValue,

        @Described(value = "What it is for.", example = "How many partitions to keep ready.")
        Optional<String> description) {}
