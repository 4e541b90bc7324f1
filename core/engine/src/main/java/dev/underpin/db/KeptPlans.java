package dev.underpin.db;

import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.postgresql.PGStatement;

/**
 * Lets the server keep the plans of statements for as long as the session lasts: to plan a query of catalogs takes many times as long
 * as to execute it, and a command asks the same again and again. Code of others could put something else in a plan's place; the session
 * forgets them after such code has run.
 */
final class KeptPlans implements ExecuteListener {

    private static final int AT_ONCE = 1;

    private static final long serialVersionUID = 1L;

    private KeptPlans() {}

    /** A context on the same session; what is asked by it is planned once. */
    static DSLContext of(DSLContext session) {
        return session.configuration()
                .deriveAppending(new DefaultExecuteListenerProvider(new KeptPlans()))
                .dsl();
    }

    static void keep(Statement statement) throws SQLException {
        if (statement.isWrapperFor(PGStatement.class)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(AT_ONCE);
        }
    }

    @Override
    public void prepareEnd(ExecuteContext context) {
        Statement statement = context.statement();
        try {
            if (statement != null) {
                keep(statement);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
