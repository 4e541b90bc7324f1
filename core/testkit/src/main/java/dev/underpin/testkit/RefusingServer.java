package dev.underpin.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A server that refuses one statement of all that it is told, as it would for lack of memory; really, so that a transaction ends by it. */
public final class RefusingServer {

    private static final String REFUSED = "DO $$ BEGIN RAISE 'out of memory' USING ERRCODE = 'out_of_memory'; END $$";

    private final DataSource source;
    private final int nth;
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * @param nth which statement, counted from one, in whichever of its sessions
     */
    public RefusingServer(DataSource source, int nth) {
        this.source = source;
        this.nth = nth;
    }

    public DataSource dataSource() {
        return proxy(DataSource.class, source, source::getConnection);
    }

    /** Whether there were as many statements. */
    public boolean refused() {
        return refused.get();
    }

    private interface Connecting {
        Connection connect() throws SQLException;
    }

    /** What it gives, gives what it gives, and so on. */
    private <T> T proxy(Class<T> type, T real, Connecting connection) {
        return type.cast(Proxy.newProxyInstance(
                RefusingServer.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("execute") && told.incrementAndGet() == nth) {
                        refused.set(true);
                        refuse(connection.connect());
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                    if (method.getName().equals("unwrap")) {
                        return result;
                    }
                    if (result instanceof Connection opened) {
                        return proxy(Connection.class, opened, () -> opened);
                    }
                    if (result instanceof PreparedStatement prepared) {
                        return proxy(PreparedStatement.class, prepared, prepared::getConnection);
                    }
                    if (result instanceof Statement statement) {
                        return proxy(Statement.class, statement, statement::getConnection);
                    }
                    return result;
                }));
    }

    private static void refuse(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(REFUSED);
        }
    }
}
