package dev.underpin.plan;

import dev.underpin.spi.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects what is wrong with one file. */
final class Problems {

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(ProblemCode code, Position at, String message, String remedy) {
        add(code, at, message, remedy, Optional.empty());
    }

    void add(ProblemCode code, Position at, String message, String remedy, Optional<String> suggestion) {
        found.add(new Problem(code, file, at, message, remedy, suggestion));
    }

    /** A name that is not among those known. */
    void addUnknown(ProblemCode code, Position at, String message, String name, Collection<String> known) {
        found.add(new Problem(
                code,
                file,
                at,
                message,
                known.isEmpty() ? "remove it" : "known are " + String.join(", ", known),
                Spelling.nearest(name, known)));
    }

    boolean any() {
        return !found.isEmpty();
    }

    int count() {
        return found.size();
    }

    /**
     * In order of their places, each once: what an alias repeats is wrong in one place.
     *
     * @throws InvalidPlan if there are any
     */
    void refuseIfAny() {
        if (any()) {
            throw new InvalidPlan(found.stream()
                    .distinct()
                    .sorted(Comparator.comparing(Problem::at))
                    .toList());
        }
    }

    /** Those found so far, a line each. */
    @Override
    public String toString() {
        return found.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
