package dev.underpin.report;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import java.util.Comparator;
import java.util.List;

/** Ends a command with an outcome and the problems that explain it. Its message is for users. */
public class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final transient List<Problem> problems;

    public Failure(Outcome outcome, List<Problem> problems) {
        super(message(outcome, problems));
        this.outcome = outcome;
        this.problems = List.copyOf(problems);
    }

    public Failure(Outcome outcome, Problem problem) {
        this(outcome, List.of(problem));
    }

    public Failure(Outcome outcome, Code code, String message, String remedy) {
        this(outcome, Problem.of(Finding.error(code, message, remedy)));
    }

    /** What ended the command, not what was noted on the way. */
    private static String message(Outcome outcome, List<Problem> problems) {
        return problems.stream()
                .map(Problem::finding)
                .sorted(Comparator.comparing(finding -> finding.severity() != Finding.Severity.ERROR))
                .findFirst()
                .map(Finding::message)
                .orElse(outcome.name());
    }

    public Outcome outcome() {
        return outcome;
    }

    public List<Problem> problems() {
        return problems;
    }
}
