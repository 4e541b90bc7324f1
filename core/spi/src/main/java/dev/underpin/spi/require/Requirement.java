package dev.underpin.spi.require;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.finding.Finding;
import java.util.Arrays;
import java.util.List;

/** Something that must hold before a step begins. {@link Requirements} has those that most steps share. */
@FunctionalInterface
public interface Requirement {

    /**
     * What does not hold, in view of the catalog as the steps before will leave it.
     *
     * @return empty if it holds, or if another requirement says what is missing: that a table has a column says nothing of
     *     a table that does not exist
     */
    List<Finding> unmet(StepContext context);

    /** Several requirements as one. */
    static Requirement all(List<? extends Requirement> requirements) {
        List<Requirement> each = List.copyOf(requirements);
        return context -> each.stream()
                .flatMap(requirement -> requirement.unmet(context).stream())
                .distinct()
                .toList();
    }

    /** What of all this does not hold, each finding once. */
    static List<Finding> unmet(StepContext context, Requirement... requirements) {
        return all(Arrays.asList(requirements)).unmet(context);
    }
}
