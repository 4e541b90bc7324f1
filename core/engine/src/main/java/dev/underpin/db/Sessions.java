package dev.underpin.db;

import dev.underpin.dialect.Dialects;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.server.SessionStatements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
    private final Supplier<Dialects> dialects;
    private final SearchPath planPath;
    private final AtomicReference<@Nullable Known> known;
    private final Duration silence;

    /** With the dialects that are installed. */
    public Sessions(DataSource dataSource, SearchPath planPath) {
        this(dataSource, Dialects::installed, planPath, USUAL_SILENCE, new AtomicReference<>());
    }

    /**
     * @param dialects from which that of the server is chosen when the first session is opened
     * @param silence after which a session that is being opened is not expected to answer any more: nobody watches over it yet
     */
    public Sessions(DataSource dataSource, Dialects dialects, SearchPath planPath, Duration silence) {
        this(dataSource, () -> dialects, planPath, silence, new AtomicReference<>());
    }

    private Sessions(
            DataSource dataSource,
            Supplier<Dialects> dialects,
            SearchPath planPath,
            Duration silence,
            AtomicReference<@Nullable Known> known) {
        this.dataSource = dataSource;
        this.dialects = dialects;
        this.planPath = planPath;
        this.silence = silence;
        this.known = known;
    }

    /** What the first session has found out for all of them: to ask the server takes longer than to open one. */
    private record Known(FirstContact contact, Dialect dialect, Pins pins) {}

    /** The same server with another search path for the plan's statements. */
    public Sessions withPlanPath(SearchPath path) {
        return new Sessions(dataSource, dialects, path, silence, known);
    }

    /**
     * A session that reads and writes.
     *
     * @param purpose shown to whoever looks at the server's activity
     * @throws dev.underpin.spi.finding.RefusedException if no dialect, or more than one, knows the server (E1301, E1302)
     */
    public Session open(String purpose) {
        return opened(purpose, false, false);
    }

    /** As {@link #open}, the first of a command: the server is asked anew who it is, for another may have taken its place. */
    public Session openFirst(String purpose) {
        return opened(purpose, false, true);
    }

    /** A session of which the server itself makes sure that it changes nothing. */
    public Session openReadOnly(String purpose) {
        return opened(purpose, true, false);
    }

    /** How many connections the data source gives at a time, if it tells. */
    public Optional<Integer> most() {
        return Pools.most(dataSource);
    }

    private Session opened(String purpose, boolean readOnly, boolean first) {
        try {
            Connection connection = connect();
            try {
                int usual = connection.getNetworkTimeout();
                connection.setNetworkTimeout(SAME_THREAD, (int) silence.toMillis());
                connection.setAutoCommit(true);
                requireOneStatementAMessage(connection);
                connection.unwrap(PGConnection.class).setPrepareThreshold(0);
                Known all = known(connection, first);
                Session session = pinned(connection, all, all.pins().statements(purpose, readOnly));
                connection.setNetworkTimeout(SAME_THREAD, usual);
                return session;
            } catch (SQLException | RuntimeException failure) {
                Session.end(dataSource, connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw new SqlFailure(failure, errors());
        }
    }

    /** What a data source does that neither connects nor says so as JDBC has it is a refusal, too. */
    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException refused) {
            throw SqlFailure.of(refused) instanceof SqlFailure known
                    ? known
                    : new SqlFailure(
                            new SQLException(String.valueOf(refused.getMessage()), refused), FirstContact.REFUSALS);
        }
    }

    private Known known(Connection connection, boolean first) throws SQLException {
        Known all = known.get();
        if (all != null && !first) {
            return all;
        }
        FirstContact contact = FirstContact.with(connection);
        if (all == null || !all.contact().equals(contact)) {
            Dialect dialect = dialects.get().of(contact.server());
            all = new Known(contact, dialect, Pins.of(connection, dialect));
            known.set(all);
        }
        return all;
    }

    private ErrorMeanings errors() {
        Known all = known.get();
        return all == null ? FirstContact.REFUSALS : all.dialect().statements(ErrorMeanings.class);
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

    /** Who answers, and all settings as they are to be, in one round trip. */
    private Session pinned(Connection connection, Known all, String pins) throws SQLException {
        String self = all.dialect().statements(SessionStatements.class).self().text();
        try (Statement statement = connection.createStatement()) {
            statement.execute(self + "; " + pins);
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                Backend backend = new Backend(result.getInt(1), result.getString(2));
                String role = result.getString(3);
                return new Session(dataSource, connection, all.contact(), all.dialect(), backend, role, pins, planPath);
            }
        }
    }
}
