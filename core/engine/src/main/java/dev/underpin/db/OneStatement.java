package dev.underpin.db;

import dev.underpin.spi.dialect.Mark;
import dev.underpin.spi.server.ErrorMeanings;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLState;

/**
 * Sees to it that a text reaches the server as one statement. The extended protocol takes one statement a message; but the driver
 * divides a text at what it takes for its semicolons, and sends a message for each part. What it would divide is not sent.
 */
final class OneStatement implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    private final transient Connection connection;
    private final transient ErrorMeanings errors;

    OneStatement(Connection connection, ErrorMeanings errors) {
        this.connection = connection;
        this.errors = errors;
    }

    /** Whether what the driver does not divide can be nothing but one statement. */
    static boolean isPossible(PreferQueryMode mode) {
        return mode == PreferQueryMode.EXTENDED || mode == PreferQueryMode.EXTENDED_CACHE_EVERYTHING;
    }

    /**
     * @throws SQLException if the driver would send more than one message
     */
    void require(String text) throws SQLException {
        if (text.indexOf(';') >= 0
                && connection
                                .unwrap(BaseConnection.class)
                                .createQuery(text, false, false)
                                .query
                                .getSubqueries()
                        != null) {
            throw new SQLException(
                    "this is more than one statement, and nothing of it was sent", PSQLState.SYNTAX_ERROR.getState());
        }
    }

    /** What jOOQ sends is marked as well. */
    @Override
    public void renderEnd(ExecuteContext context) {
        if (context.sql() != null) {
            context.sql(Mark.in(context.sql()));
        }
    }

    @Override
    public void prepareStart(ExecuteContext context) {
        try {
            for (String text : context.batchSQL()) {
                require(text);
            }
        } catch (SQLException refused) {
            throw new SqlFailure(refused, errors);
        }
    }
}
