package dev.underpin.internal.execution;

import dev.underpin.db.SqlFailure;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Transaction;

/** What a step, or a run of steps, ended by, in words for its user. */
public final class StepFailures {

    private StepFailures() {}

    public static Failure of(Outcome outcome, String step, Code code, String message, String remedy) {
        return new Failure(outcome, Problem.of(step, Finding.error(code, message, remedy)));
    }

    /** What a run that has not come to its end failed by; a bug stays what it is. */
    public static Failure expected(String plan, RuntimeException unfinished) {
        RuntimeException cause = SqlFailure.of(unfinished);
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof RefusedException refused) {
            return new Failure(Outcome.REFUSED, Problem.of(refused.finding()));
        }
        if (cause instanceof SqlFailure failure && failure.connectionLost()) {
            return ServerFailures.lost(plan, "", failure);
        }
        if (cause instanceof SqlFailure failure) {
            return new Failure(
                    Outcome.STOPPED,
                    EngineCodes.RUN_STOPPED_BY_SERVER,
                    "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState()
                            + ")",
                    ServerFailures.remedy(
                            failure,
                            "what was done is in the journal: go on with `underpin resume " + plan + "`.",
                            "What was done is in the journal; put right what is wrong and go on with `underpin resume "
                                    + plan + "`."));
        }
        if (cause instanceof Replan changed) {
            return new Failure(
                    Outcome.STOPPED,
                    EngineCodes.CHANGED_MEANWHILE,
                    "the structure has changed meanwhile: " + changed.getMessage(),
                    "Look at what changed, then go on with `underpin resume " + plan + "`.");
        }
        throw unfinished;
    }

    /** Somebody canceled a statement in the server. */
    static Failure canceled(StepScope scope, String action) {
        return of(
                Outcome.STOPPED,
                scope.id(),
                EngineCodes.CANCELED,
                "a statement of " + action + " was canceled in the server; none of it took effect",
                "Go on with `underpin resume " + scope.run().plan() + "`; `underpin status "
                        + scope.run().plan() + "` says what else can be done.");
    }

    /** The server refused a statement of a step. */
    public static Failure refused(Outcome outcome, String step, SqlFailure failure) {
        return of(
                outcome,
                step,
                EngineCodes.RUN_STOPPED_BY_SERVER,
                "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState() + ")",
                ServerFailures.remedy(
                        failure,
                        "`underpin status` says what has been done and how to go on.",
                        "Look at the message; `underpin status` says what has been done."));
    }

    /** The server refused a statement of a transaction that says what that means. */
    static Failure stoppedBy(Transaction.Refusal refusal, Transaction action, String step, SqlFailure failure) {
        return of(
                Outcome.STOPPED,
                step,
                refusal.code(),
                action.title() + ": the server refuses that: " + failure.serverMessage() + " (SQLSTATE "
                        + failure.sqlState() + ")",
                refusal.remedy());
    }

    /** A check whose answer was not the expected one. */
    static Failure missed(String step, Check check, Checks.Verdict verdict) {
        return new Failure(Outcome.REFUSED, problem(step, check, verdict));
    }

    public static Problem problem(String step, Check check, Checks.Verdict verdict) {
        return Problem.of(step, Finding.error(check.code(), check.title() + ": " + verdict.summary(), check.remedy()))
                .with(verdict.details());
    }

    public static Problem warning(String step, Check check, Checks.Verdict verdict) {
        return Problem.of(step, Finding.warning(check.code(), check.title() + ": " + verdict.summary(), check.remedy()))
                .with(verdict.details());
    }
}
