package dev.underpin.plan;

import dev.underpin.spi.StepType;
import java.util.Optional;
import java.util.SortedMap;

/** The step types that plans can use, by name. */
public interface StepTypes {

    SortedMap<String, StepType<?, ?>> byName();

    default Optional<StepType<?, ?>> find(String name) {
        return Optional.ofNullable(byName().get(name));
    }
}
