package dev.underpin.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A plan cannot be used; all that is wrong with it. */
public final class InvalidPlan extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PlanProblem> problems;

    InvalidPlan(List<PlanProblem> problems) {
        super(problems.stream().map(PlanProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In order of their places; at least one. */
    public List<PlanProblem> problems() {
        return problems;
    }
}
