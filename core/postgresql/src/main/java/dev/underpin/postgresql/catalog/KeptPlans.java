package dev.underpin.postgresql.catalog;

import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.postgresql.PGStatement;

/**
 * Lets the server keep the plans of catalog queries for as long as the session lasts: to plan one of them takes many times as long
 * as to execute it, and a command reads the same catalogs again and again.
 */
final class KeptPlans implements ExecuteListener {

    private static final int AT_ONCE = 1;

    private KeptPlans() {}

    /** A context on the same session; what is asked by it is planned once. */
    static DSLContext of(DSLContext session) {
        return session.configuration()
                .deriveAppending(new DefaultExecuteListenerProvider(new KeptPlans()))
                .dsl();
    }

    @Override
    public void prepareEnd(ExecuteContext context) {
        Statement statement = context.statement();
        try {
            if (statement != null && statement.isWrapperFor(PGStatement.class)) {
                statement.unwrap(PGStatement.class).setPrepareThreshold(AT_ONCE);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
