package dev.underpin.plan;

import dev.underpin.spi.config.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects what is wrong with one file. */
final class Problems {

    private static final int MOST_NAMES = 30;

    private final String file;
    private final List<PlanProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(ProblemCode code, Position at, String message, String remedy) {
        add(code, at, message, remedy, Optional.empty());
    }

    void add(ProblemCode code, Position at, String message, String remedy, Optional<String> suggestion) {
        found.add(new PlanProblem(code, file, at, message, remedy, suggestion));
    }

    /**
     * A name that is not among those known.
     *
     * @param otherwise the remedy where nothing is known
     */
    void addUnknown(
            ProblemCode code, Position at, String message, String name, Collection<String> known, String otherwise) {
        add(code, at, message, known.isEmpty() ? otherwise : listed(known), Spelling.nearest(name, known));
    }

    private static String listed(Collection<String> known) {
        String names = known.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return "Known are " + names + (known.size() > MOST_NAMES ? " …" : ".");
    }

    boolean any() {
        return !found.isEmpty();
    }

    /** In order of their places, each once: what an alias repeats is wrong in one place. */
    List<PlanProblem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(PlanProblem::at))
                .toList();
    }

    /**
     * @throws InvalidPlan if there are any
     */
    void refuseIfAny() {
        if (any()) {
            throw new InvalidPlan(all());
        }
    }

    /** Those found so far, a line each. */
    @Override
    public String toString() {
        return found.stream().map(PlanProblem::toString).collect(Collectors.joining("\n"));
    }
}
