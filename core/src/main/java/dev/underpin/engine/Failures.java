package dev.underpin.engine;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.Check;
import dev.underpin.spi.Finding;

/** The failures that several parts of the engine report. */
final class Failures {

    private Failures() {}

    static Failure of(Outcome outcome, String step, String code, String message, String remedy) {
        return new Failure(outcome, Problem.of(step, Finding.error(code, message, remedy)));
    }

    /** A check whose answer was not the expected one. */
    static Failure missed(String step, Check check, Checks.Verdict verdict) {
        return new Failure(Outcome.VERIFICATION_FAILED, problem(step, check, verdict));
    }

    static Problem problem(String step, Check check, Checks.Verdict verdict) {
        return Problem.of(step, Finding.error(check.code(), check.title() + ": " + verdict.summary(), check.remedy()))
                .with(verdict.details());
    }

    static Problem warning(String step, Check check, Checks.Verdict verdict) {
        return Problem.of(step, Finding.warning(check.code(), check.title() + ": " + verdict.summary(), check.remedy()))
                .with(verdict.details());
    }
}
