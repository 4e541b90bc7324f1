package dev.underpin.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection with short ways to ask it something. A statement that fails throws {@link UncheckedSqlException}; a query for one value fails
 * unless there is exactly one row whose first column is not null.
 */
public final class TestSession implements AutoCloseable {

    private static final int USABLE_SECONDS = 10;

    private final Connection connection;

    public TestSession(Connection connection) {
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    /** Whether the server still answers. */
    boolean isUsable() {
        try {
            return connection.isValid(USABLE_SECONDS);
        } catch (SQLException impossible) {
            throw new UncheckedSqlException("no timeout of seconds", impossible);
        }
    }

    /** Executes one or several statements; several of them are one transaction unless they say otherwise. */
    public void execute(String script) {
        attempt(script, () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(script);
            }
        });
    }

    /** The number of rows that the statement changed. */
    public int update(String sql, @Nullable Object... binds) {
        return attempt(sql, () -> {
            try (PreparedStatement statement = prepare(sql, binds)) {
                return statement.executeUpdate();
            }
        });
    }

    public String queryText(String sql, @Nullable Object... binds) {
        return String.valueOf(single(sql, binds));
    }

    public long queryLong(String sql, @Nullable Object... binds) {
        return single(sql, binds) instanceof Number number ? number.longValue() : Long.parseLong(queryText(sql, binds));
    }

    public boolean queryBoolean(String sql, @Nullable Object... binds) {
        return (Boolean) single(sql, binds);
    }

    /** The first column of all rows as text. */
    public List<String> queryTexts(String sql, @Nullable Object... binds) {
        return queryRows(sql, binds).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** All rows; a value may be null. */
    public List<List<@Nullable Object>> queryRows(String sql, @Nullable Object... binds) {
        return attempt(sql, () -> {
            try (PreparedStatement statement = prepare(sql, binds);
                    ResultSet result = statement.executeQuery()) {
                int width = result.getMetaData().getColumnCount();
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>(width);
                    for (int column = 1; column <= width; column++) {
                        row.add(result.getObject(column));
                    }
                    rows.add(row);
                }
                return rows;
            }
        });
    }

    public int backendPid() {
        return (int) queryLong("SELECT pg_backend_pid()");
    }

    /** Opens a transaction that ends with {@link #commit} or {@link #rollback}. */
    public TestSession begin() {
        attempt("BEGIN", () -> {
            connection.setAutoCommit(false);
            return true;
        });
        return this;
    }

    public void commit() {
        end("COMMIT", connection::commit);
    }

    public void rollback() {
        end("ROLLBACK", connection::rollback);
    }

    @Override
    public void close() {
        attempt("close the connection", () -> {
            connection.close();
            return true;
        });
    }

    private void end(String what, SqlAction action) {
        attempt(what, () -> {
            action.run();
            connection.setAutoCommit(true);
            return true;
        });
    }

    private Object single(String sql, @Nullable Object... binds) {
        List<List<@Nullable Object>> rows = queryRows(sql, binds);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows where one is expected: " + sql);
        }
        return Objects.requireNonNull(rows.get(0).get(0), () -> "null where a value is expected: " + sql);
    }

    @SuppressWarnings("StatementNotClosed")
    private PreparedStatement prepare(String sql, @Nullable Object... binds) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int index = 0; index < binds.length; index++) {
            statement.setObject(index + 1, binds[index]);
        }
        return statement;
    }

    private static <T> T attempt(String what, SqlCall<T> call) {
        try {
            return call.run();
        } catch (SQLException failure) {
            throw new UncheckedSqlException(what, failure);
        }
    }

    @FunctionalInterface
    private interface SqlCall<T> {
        T run() throws SQLException;
    }

    @FunctionalInterface
    private interface SqlAction {
        void run() throws SQLException;
    }
}
