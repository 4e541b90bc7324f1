package dev.underpin.db;

import dev.underpin.spi.program.Question.Identity;
import dev.underpin.spi.server.ImpersonationStatements;

/** Gives a transaction the claims of a request, until its end or the next rollback; its statements say with whose rights they run. */
public final class Impersonation {

    private Impersonation() {}

    /** Row level security filters, as it does for the application. */
    public static void prepare(Session transaction, Identity identity) {
        filter(transaction);
        transaction
                .dialect()
                .statements(ImpersonationStatements.class)
                .claims(identity.role(), identity.claims())
                .forEach(transaction::execute);
    }

    /** Row level security filters, and nobody has claims. */
    public static void filter(Session transaction) {
        transaction.command(
                transaction.dialect().statements(ImpersonationStatements.class).filtered());
    }
}
