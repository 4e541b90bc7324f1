package dev.underpin.engine;

import dev.underpin.control.StopSignal;
import dev.underpin.db.SqlFailure;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.Check;
import dev.underpin.spi.Code;
import dev.underpin.spi.Finding;
import dev.underpin.spi.RefusedException;
import dev.underpin.spi.server.ErrorMeaning;

/** The failures that several parts of the engine report. */
final class Failures {

    private Failures() {}

    static Failure of(Outcome outcome, String step, Code code, String message, String remedy) {
        return new Failure(outcome, Problem.of(step, Finding.error(code, message, remedy)));
    }

    /** The way to the server was lost; what the journal says is what has happened. */
    static LostConnection lost(String plan, String step, SqlFailure failure) {
        return LostConnection.inRun(plan, step, failure.serverMessage());
    }

    /** There is no way to the server. */
    static Failure unreachable(EngineSessions.Endpoint endpoint, SqlFailure failure) {
        String what = "no connection to " + endpoint + ": " + failure.serverMessage();
        if (failure.authentication()) {
            return new Failure(
                    Outcome.NO_CONNECTION,
                    EngineCodes.LOGIN_REFUSED,
                    what,
                    endpoint.known()
                            ? "Check the user and the password (PGPASSWORD, PGPASSFILE or ~/.pgpass)."
                            : "Check the user and the password of the data source.");
        }
        Finding finding = Finding.error(
                EngineCodes.SERVER_UNREACHABLE,
                what,
                failure.means(ErrorMeaning.TOO_MANY_SESSIONS)
                        ? "Underpin needs five sessions, and one for each worker; close others, or raise max_connections."
                        : (endpoint.known() ? "Check --url or PGHOST and PGPORT" : "Check the data source")
                                + ", and that the server accepts connections.");
        return failure.mayBeReachedLater()
                ? LostConnection.unreachable(finding)
                : new Failure(Outcome.NO_CONNECTION, Problem.of(finding));
    }

    /** The pool of an application is smaller than what a command needs, or lent to others. */
    static Failure tooFewConnections(String what) {
        return new Failure(
                Outcome.NO_CONNECTION,
                EngineCodes.POOL_TOO_SMALL,
                what + "; the tool needs six, and works with more workers if there are more",
                "Give it a pool of its own, or a larger one; or a data source that opens connections as they are needed.");
    }

    /** What a command ended by, in words for its user; a bug stays what it is. */
    static RuntimeException ofCommand(RuntimeException ended, StopSignal stop) {
        RuntimeException cause = SqlFailure.of(ended);
        if (cause instanceof RefusedException refused) {
            return new Failure(Outcome.REFUSED, Problem.of(refused.finding()));
        }
        if (!(cause instanceof SqlFailure failure)) {
            return cause;
        }
        if (failure.canceled()) {
            stop.check();
        }
        if (failure.connectionLost()) {
            return LostConnection.outsideRun(failure.serverMessage());
        }
        if (failure.ofThePool()) {
            return tooFewConnections("the pool gave no further connection: " + failure.serverMessage());
        }
        return new Failure(
                failure.mayBeReachedLater() ? Outcome.NO_CONNECTION : Outcome.REFUSED,
                EngineCodes.REFUSED_BY_SERVER,
                "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState() + ")",
                remedy(
                        failure,
                        "then give the command again.",
                        "Look at the message; `underpin status` says what has been done."));
    }

    /**
     * @param then what is to be done once that is put right which the server lacks
     * @param otherwise if there is nothing of that kind
     */
    static String remedy(SqlFailure failure, String then, String otherwise) {
        return failure.remedy().map(remedy -> remedy + "; " + then).orElse(otherwise);
    }

    /** What a run that has not come to its end failed by; a bug stays what it is. */
    static Failure expected(String plan, RuntimeException unfinished) {
        RuntimeException cause = SqlFailure.of(unfinished);
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof RefusedException refused) {
            return new Failure(Outcome.REFUSED, Problem.of(refused.finding()));
        }
        if (cause instanceof SqlFailure failure && failure.connectionLost()) {
            return lost(plan, "", failure);
        }
        if (cause instanceof SqlFailure failure) {
            return new Failure(
                    Outcome.STOPPED,
                    EngineCodes.RUN_STOPPED_BY_SERVER,
                    "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState()
                            + ")",
                    remedy(
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
    static Failure refused(Outcome outcome, String step, SqlFailure failure) {
        return of(
                outcome,
                step,
                EngineCodes.RUN_STOPPED_BY_SERVER,
                "the server refused a statement: " + failure.serverMessage() + " (SQLSTATE " + failure.sqlState() + ")",
                remedy(
                        failure,
                        "`underpin status` says what has been done and how to go on.",
                        "Look at the message; `underpin status` says what has been done."));
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
