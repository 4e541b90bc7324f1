package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.dialect.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** Opens sessions whose behaviour depends on nobody's defaults. */
public final class Sessions {

    static {
        Jooq.quieten();
    }

    private static final Executor SAME_THREAD = Runnable::run;

    private static final Duration USUAL_SILENCE = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final SearchPath planPath;
    private final AtomicReference<@Nullable Pins> pins;
    private final Duration silence;

    public Sessions(DataSource dataSource, SearchPath planPath) {
        this(dataSource, planPath, USUAL_SILENCE);
    }

    /**
     * @param silence after which a session that is being opened is not expected to answer any more: nobody watches over it yet
     */
    public Sessions(DataSource dataSource, SearchPath planPath, Duration silence) {
        this(dataSource, planPath, silence, new AtomicReference<>());
    }

    private Sessions(
            DataSource dataSource, SearchPath planPath, Duration silence, AtomicReference<@Nullable Pins> pins) {
        this.dataSource = dataSource;
        this.planPath = planPath;
        this.silence = silence;
        this.pins = pins;
    }

    /** The same server with another search path for the plan's statements. */
    public Sessions withPlanPath(SearchPath path) {
        return new Sessions(dataSource, path, silence, pins);
    }

    /**
     * A session that reads and writes.
     *
     * @param purpose shown to whoever looks at the server's activity
     */
    public Session open(String purpose) {
        return opened(purpose, false);
    }

    /** A session of which the server itself makes sure that it changes nothing. */
    public Session openReadOnly(String purpose) {
        return opened(purpose, true);
    }

    /** How many connections the data source gives at a time, if it tells. */
    public Optional<Integer> most() {
        return Pools.most(dataSource);
    }

    private Session opened(String purpose, boolean readOnly) {
        try {
            Connection connection = connect();
            try {
                int usual = connection.getNetworkTimeout();
                connection.setNetworkTimeout(SAME_THREAD, (int) silence.toMillis());
                connection.setAutoCommit(true);
                requireOneStatementAMessage(connection);
                connection.unwrap(PGConnection.class).setPrepareThreshold(0);
                Session session = session(connection, pins(connection).statements("underpin " + purpose, readOnly));
                session.pin();
                connection.setNetworkTimeout(SAME_THREAD, usual);
                return session;
            } catch (SQLException | RuntimeException failure) {
                Session.end(dataSource, connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw new SqlFailure(failure);
        }
    }

    /** What a data source does that neither connects nor says so as JDBC has it is a refusal, too. */
    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException refused) {
            throw SqlFailure.of(refused) instanceof SqlFailure known
                    ? known
                    : new SqlFailure(new SQLException(String.valueOf(refused.getMessage()), refused));
        }
    }

    /** The same for all sessions: to ask the server takes longer than to open one. */
    private Pins pins(Connection connection) throws SQLException {
        Pins known = pins.get();
        if (known == null) {
            known = Pins.of(connection);
            pins.set(known);
        }
        return known;
    }

    /** Of the simple protocol a message may hold several statements, and the end of the transaction among them. */
    private static void requireOneStatementAMessage(Connection connection) throws SQLException {
        PreferQueryMode mode = connection.unwrap(PGConnection.class).getPreferQueryMode();
        if (!OneStatement.isPossible(mode)) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.SIMPLE_QUERY_MODE,
                    "the connection is set to preferQueryMode=" + mode.value()
                            + ", with which one text could be several statements; nothing was done",
                    "Leave preferQueryMode out of the connection's properties, or set it to extended.");
        }
    }

    private Session session(Connection connection, String pins) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT a.pid, pg_catalog.date_part('epoch', a.backend_start)::pg_catalog.text, CURRENT_USER::pg_catalog.text
                        FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a
                        """)) {
            result.next();
            Backend backend = new Backend(result.getInt(1), result.getString(2));
            return new Session(dataSource, connection, backend, result.getString(3), pins, planPath);
        }
    }

    /** What the server says of itself. */
    public static Server server(Session session) {
        var row = session.dsl().fetchSingle("""
                        SELECT pg_catalog.current_setting('server_version_num')::int AS version,
                               pg_catalog.current_setting('server_version') AS text,
                               pg_catalog.version() AS banner,
                               pg_catalog.pg_is_in_recovery()::text AS recovery,
                               pg_catalog.current_setting('transaction_read_only') AS read_only,
                               pg_catalog.current_setting('cluster_name') AS cluster_name
                        """);
        return new Server(
                row.get("version", Integer.class),
                row.get("text", String.class),
                row.get("banner", String.class),
                Map.of(
                        "in_recovery", row.get("recovery", String.class),
                        "transaction_read_only", row.get("read_only", String.class),
                        "cluster_name", row.get("cluster_name", String.class)));
    }
}
