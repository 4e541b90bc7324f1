package dev.underpin.engine;

import dev.underpin.db.SqlFailure;
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

    /** The server refused a statement of a step. */
    static Failure refused(String step, SqlFailure failure) {
        return of(
                Outcome.REFUSED,
                step,
                "E2100",
                "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState() + ")",
                "Look at the message; `underpin status` says what has been done.");
    }

    /** A check whose answer was not the expected one. */
    static Failure missed(String step, Check check, Checks.Verdict verdict) {
        return new Failure(Outcome.REFUSED, problem(step, check, verdict));
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
