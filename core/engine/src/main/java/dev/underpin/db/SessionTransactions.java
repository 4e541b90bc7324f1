package dev.underpin.db;

import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;

/** jOOQ's transactions are the session's, so that they end, and fail, as all others do. */
final class SessionTransactions implements TransactionProvider {

    private final Session session;

    SessionTransactions(Session session) {
        this.session = session;
    }

    @Override
    public void begin(TransactionContext context) {
        session.begin();
    }

    @Override
    public void commit(TransactionContext context) {
        session.commit();
    }

    @Override
    public void rollback(TransactionContext context) {
        session.rollback(null);
    }
}
