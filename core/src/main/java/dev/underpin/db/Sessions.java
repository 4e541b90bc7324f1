package dev.underpin.db;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.dialect.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** Opens sessions whose behaviour depends on nobody's defaults. */
public final class Sessions {

    /** Pinned in every session of ours. */
    private static final List<String> SETTINGS = List.of(
            "search_path = ''",
            "timezone = 'UTC'",
            "datestyle = 'ISO, YMD'",
            "intervalstyle = 'postgres'",
            "extra_float_digits = 3",
            "bytea_output = 'hex'",
            "standard_conforming_strings = on",
            "client_min_messages = warning",
            "row_security = off",
            "default_transaction_isolation = 'read committed'",
            "default_transaction_read_only = off",
            "default_transaction_deferrable = off",
            "default_tablespace = ''",
            "default_table_access_method = 'heap'",
            "statement_timeout = 0",
            "lock_timeout = 0",
            "idle_in_transaction_session_timeout = 0",
            "check_function_bodies = on",
            // Compiling a catalog query takes seconds that others would spend behind our locks.
            "jit = off");

    private static final String ORPHAN_CHECK = "client_connection_check_interval = '1s'";

    private final DataSource dataSource;
    private final SearchPath planPath;

    public Sessions(DataSource dataSource, SearchPath planPath) {
        this.dataSource = dataSource;
        this.planPath = planPath;
    }

    /** The same server with another search path for the plan's statements. */
    public Sessions withPlanPath(SearchPath path) {
        return new Sessions(dataSource, path);
    }

    /**
     * A session that reads and writes.
     *
     * @param purpose shown to whoever looks at the server's activity
     */
    public Session open(String purpose) {
        return open(purpose, SETTINGS);
    }

    /** A session of which the server itself makes sure that it changes nothing. */
    public Session openReadOnly(String purpose) {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("default_transaction_read_only = on");
        return open(purpose, settings);
    }

    private Session open(String purpose, List<String> settings) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setAutoCommit(true);
                requireOneStatementAMessage(connection);
                connection.unwrap(PGConnection.class).setPrepareThreshold(0);
                List<String> pinned = new ArrayList<>(settings);
                pinned.add("application_name = 'underpin " + purpose + "'");
                if (noticesItsClient(connection)) {
                    pinned.add(ORPHAN_CHECK);
                }
                String pins = "RESET ALL; "
                        + pinned.stream().map(setting -> "SET " + setting).collect(Collectors.joining("; "));
                Session session = session(connection, pins);
                session.pin();
                return session;
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw new SqlFailure(failure);
        }
    }

    /** Of the simple protocol a message may hold several statements, and the end of the transaction among them. */
    private static void requireOneStatementAMessage(Connection connection) throws SQLException {
        PreferQueryMode mode = connection.unwrap(PGConnection.class).getPreferQueryMode();
        if (!OneStatement.isPossible(mode)) {
            throw new Failure(
                    Outcome.USAGE,
                    "E1320",
                    "the connection is set to preferQueryMode=" + mode.value()
                            + ", with which one text could be several statements; nothing was done",
                    "Leave preferQueryMode out of the connection's properties, or set it to extended.");
        }
    }

    /** Whether the server can be made to notice that its client is gone; not every platform of it can. */
    private static boolean noticesItsClient(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + ORPHAN_CHECK);
            return true;
        } catch (SQLException unsupported) {
            if (!"22023".equals(unsupported.getSQLState()) && !"42704".equals(unsupported.getSQLState())) {
                throw unsupported;
            }
            return false;
        }
    }

    private Session session(Connection connection, String pins) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT pg_catalog.pg_backend_pid(), CURRENT_USER::pg_catalog.text")) {
            result.next();
            return new Session(connection, result.getInt(1), result.getString(2), pins, planPath);
        }
    }

    /** What the server says of itself. */
    public static Server server(Session session) {
        var row = session.dsl().fetchSingle("""
                        SELECT pg_catalog.current_setting('server_version_num')::int AS version,
                               pg_catalog.current_setting('server_version') AS text,
                               pg_catalog.version() AS banner,
                               pg_catalog.pg_is_in_recovery()::text AS recovery,
                               pg_catalog.current_setting('transaction_read_only') AS read_only
                        """);
        return new Server(
                row.get("version", Integer.class),
                row.get("text", String.class),
                row.get("banner", String.class),
                Map.of(
                        "in_recovery", row.get("recovery", String.class),
                        "transaction_read_only", row.get("read_only", String.class)));
    }
}
