package dev.underpin.internal.session;

import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.server.SessionStatements;

/**
 * A pooler in transaction mode gives a connection another server process for each transaction: locks and settings of a
 * session mean nothing there. Found out by what the process is called before and after somebody else has taken one.
 */
final class PoolerCheck {

    private PoolerCheck() {}

    static void refuseTransactionPooling(Sessions sessions, Session control) {
        if (!control.behindPooler()) {
            return;
        }
        try (Session other = sessions.open("probe")) {
            int before = pid(control);
            boolean moved = other.rolledBack(() -> pid(other) == before || pid(control) != before);
            if (moved) {
                throw new Failure(
                        Outcome.REFUSED,
                        EngineCodes.TRANSACTION_POOLER,
                        "this connection goes through a pooler in transaction mode; locks and settings would not last, nothing was changed",
                        "Use a direct connection to the server, or a pool in session mode.");
            }
        }
    }

    private static int pid(Session session) {
        return Integer.parseInt(String.valueOf(session.query(
                        session.dialect().statements(SessionStatements.class).process())
                .first()));
    }
}
