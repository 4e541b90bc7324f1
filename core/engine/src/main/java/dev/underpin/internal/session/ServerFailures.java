package dev.underpin.internal.session;

import dev.underpin.control.StopSignal;
import dev.underpin.db.SqlFailure;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.server.ErrorMeaning;

/** What the server, or the way to it, ended a command by, in words for its user. */
public final class ServerFailures {

    private ServerFailures() {}

    /** The way to the server was lost; what the journal says is what has happened. */
    public static LostConnection lost(String plan, String step, SqlFailure failure) {
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
                        ? "Underpin needs five sessions, and one for each worker; close others, or raise the limit"
                                + " that the server means: max_connections, or CONNECTION LIMIT of the role or the database."
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
    public static String remedy(SqlFailure failure, String then, String otherwise) {
        return failure.remedy().map(remedy -> remedy + "; " + then).orElse(otherwise);
    }
}
