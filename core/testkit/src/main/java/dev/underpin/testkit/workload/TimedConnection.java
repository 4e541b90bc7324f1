package dev.underpin.testkit.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection that keeps its prepared statements, as applications' do, and measures every round trip. */
final class TimedConnection implements AutoCloseable {

    private final Connection connection;
    private final Stopwatch stopwatch;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    TimedConnection(Connection connection, Stopwatch stopwatch) throws SQLException {
        this.connection = connection;
        this.stopwatch = stopwatch;
        execute("SET TimeZone = 'UTC'", 0);
        execute("SET application_name = 'workload'", 0);
    }

    /** All rows of a statement that returns some. */
    <T> List<T> query(String what, RowReader<T> reader, String sql, @Nullable String... binds) throws SQLException {
        return timed(what, 0, () -> {
            try (ResultSet result = bind(sql, binds).executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        });
    }

    int update(String what, String sql, @Nullable String... binds) throws SQLException {
        return timed(what, 0, () -> bind(sql, binds).executeUpdate());
    }

    /** Executes a statement that spends this long asleep on purpose. */
    void execute(String sql, long intrinsicNanos) throws SQLException {
        timed(sql, intrinsicNanos, () -> bind(sql).execute());
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        timed("COMMIT", 0, () -> {
            connection.commit();
            return true;
        });
        connection.setAutoCommit(true);
    }

    void rollback() throws SQLException {
        timed("ROLLBACK", 0, () -> {
            connection.rollback();
            return true;
        });
        connection.setAutoCommit(true);
    }

    boolean isInTransaction() throws SQLException {
        return !connection.getAutoCommit();
    }

    boolean isDead() throws SQLException {
        return connection.isClosed();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bind(String sql, @Nullable String... binds) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int index = 0; index < binds.length; index++) {
            statement.setObject(index + 1, binds[index], Types.OTHER);
        }
        return statement;
    }

    private <T> T timed(String what, long intrinsicNanos, Call<T> call) throws SQLException {
        long start = System.nanoTime();
        try {
            return call.run();
        } finally {
            stopwatch.record(what, System.nanoTime() - start - intrinsicNanos);
        }
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }
}
