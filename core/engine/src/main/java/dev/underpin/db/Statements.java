package dev.underpin.db;

import dev.underpin.spi.server.ErrorMeanings;
import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** What jOOQ executes is the session's doing: it is seen to be under way, and its refusals come out as {@link SqlFailure}. */
final class Statements implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    private final transient Calls calls;
    private final transient ErrorMeanings errors;

    Statements(Calls calls, ErrorMeanings errors) {
        this.calls = calls;
        this.errors = errors;
    }

    @Override
    public void executeStart(ExecuteContext context) {
        calls.begin();
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        calls.end();
    }

    @Override
    public void exception(ExecuteContext context) {
        calls.end();
        SQLException refused = context.sqlException();
        if (refused != null) {
            context.exception(new SqlFailure(refused, errors));
        }
    }
}
