package dev.underpin.db;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Mark;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.server.SessionStatements;
import dev.underpin.spi.server.SessionStatements.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection with pinned settings, used by one thread at a time (except {@link #cancel} and {@link #abort}). */
public final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Executor SAME_THREAD = Runnable::run;
    private static final int FAREWELL_MILLIS = 5_000;

    private final DataSource source;
    private final Connection connection;
    private final Backend backend;
    private final boolean behindPooler;
    private final Calls calls = new Calls();
    private SearchPath planPath;
    private final OneStatement oneStatement;
    private final DSLContext dsl;
    private final DSLContext planned;
    private final Confinement confinement;
    private final FirstContact contact;
    private final Dialect dialect;
    private final SessionStatements says;
    private final ErrorMeanings errors;
    private final String role;
    private final String pins;
    /** A pool's handle does not tell that what stands behind it has been ended, and its pool complains if told twice. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private boolean takenBack;
    private boolean entrusted;
    /** Since the last transaction's end, code of other roles could have replaced the plans that the server keeps. */
    private boolean plansDoubted;

    /**
     * @param role with whose rights it speaks
     * @param pins what sets its settings
     */
    Session(
            DataSource source,
            Connection connection,
            FirstContact contact,
            Dialect dialect,
            Backend backend,
            String role,
            String pins,
            SearchPath planPath)
            throws SQLException {
        this.source = source;
        this.connection = connection;
        this.contact = contact;
        this.dialect = dialect;
        this.says = dialect.statements(SessionStatements.class);
        this.errors = dialect.statements(ErrorMeanings.class);
        this.role = role;
        this.pins = pins;
        this.confinement = new Confinement(connection, dialect);
        this.backend = backend;
        this.behindPooler = connection.unwrap(PGConnection.class).getBackendPID() != backend.pid();
        this.planPath = planPath;
        this.oneStatement = new OneStatement(connection, errors);
        this.dsl = DSL.using(new DefaultConfiguration()
                .set(connection)
                .set(dialect.jooq())
                .set(new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                        .withExecuteLogging(false)
                        .withFetchWarnings(false))
                .set(
                        new DefaultExecuteListenerProvider(oneStatement),
                        new DefaultExecuteListenerProvider(new Statements(calls, errors)))
                .set(new SessionTransactions(this)));
        this.planned = KeptPlans.of(dsl);
    }

    /** The dialect that the server speaks. */
    public Dialect dialect() {
        return dialect;
    }

    /** What the server said of itself when the first of these sessions was opened. */
    public Server server() {
        return contact.server();
    }

    public String database() {
        return contact.database();
    }

    /** The role with whose rights the first of these sessions spoke. */
    public String user() {
        return contact.user();
    }

    /** The server's process, as the server itself numbers it. */
    public int backendPid() {
        return backend.pid();
    }

    /** The server's process, told from all others before and after it. */
    public Backend backend() {
        return backend;
    }

    /** How long it has been waiting for an answer of the server; from any thread. */
    public Duration waitingForAnswer() {
        return calls.waited();
    }

    /** An answer that does not come within the time is none any more: the connection counts as lost. */
    public void answersWithin(Duration time) {
        doing(() -> {
            connection.setNetworkTimeout(SAME_THREAD, (int) time.toMillis());
        });
    }

    /** Where the server is that was reached, of several that were named; empty where a pool does not tell. */
    public Optional<InetSocketAddress> reached() {
        try {
            HostSpec server =
                    connection.unwrap(BaseConnection.class).getQueryExecutor().getHostSpec();
            return Optional.of(InetSocketAddress.createUnresolved(server.getHost(), server.getPort()));
        } catch (SQLException hidden) {
            return Optional.empty();
        }
    }

    /** The search path of the plan author's statements, from now on. */
    public void speakWith(SearchPath path) {
        planPath = path;
    }

    /** Meanwhile, what runs for the plan's author finds temporary objects before all others. */
    public <T> T behindTemporary(Supplier<T> body) {
        SearchPath usual = planPath;
        planPath = usual.behindTemporary();
        try {
            return body.get();
        } finally {
            planPath = usual;
        }
    }

    /** Whether the process that answers is not the one that the connection was made to. */
    public boolean behindPooler() {
        return behindPooler;
    }

    /** jOOQ on this session; what the server refuses comes out as {@link SqlFailure}. */
    public DSLContext dsl() {
        return dsl;
    }

    /** The same for what is asked again and again: the server keeps the plans of its statements. */
    public DSLContext keepingPlans() {
        return planned;
    }

    /** Runs the statement with its late parameters bound. Returns the number of rows it changed. */
    public long execute(Sql sql, Map<String, String> late) {
        if (confined(sql)) {
            return confined(List.of(sql), late)[0];
        }
        return speaking(sql.author(), () -> {
            try (PreparedStatement statement = Parameters.prepare(connection, oneStatement, sql, late)) {
                return statement.execute() ? countRows(statement) : Math.max(0, statement.getLargeUpdateCount());
            }
        });
    }

    /** Runs all in their order; those that follow each other with the same rights in one go. */
    public void executeAll(List<Sql> statements) {
        int from = 0;
        while (from < statements.size()) {
            Sql first = statements.get(from);
            int to = from + 1;
            while (confined(first)
                    && to < statements.size()
                    && statements.get(to).as().equals(first.as())
                    && statements.get(to).author() == first.author()) {
                to++;
            }
            if (confined(first)) {
                confined(statements.subList(from, to), Map.of());
            } else {
                execute(first);
            }
            from = to;
        }
    }

    /** As {@link #query}; the server makes sure that nothing is changed by it, whatever it reaches. */
    public Rows ask(Sql sql) {
        return confined(sql) ? confinedQuery(sql, Map.of()) : readingOnly(() -> query(sql));
    }

    /** As {@link #execute}, in a savepoint that the caller rolls back right after it. */
    public long attempt(Sql sql) {
        if (!confined(sql)) {
            return execute(sql);
        }
        plansDoubted = true;
        String text = Parameters.inlined(sql, Map.of());
        return speaking(sql.author(), () -> {
            oneStatement.require(text);
            return confinement.attempt(sql.as().orElseThrow(), text);
        });
    }

    /** Runs the statement and waits for all rows. Returns how long that took, in nanoseconds. */
    public long timed(Sql sql, Map<String, String> late) {
        if (confined(sql)) {
            String text = Parameters.inlined(sql, late);
            return inTransactionThatMayWrite(() -> speaking(sql.author(), () -> {
                oneStatement.require(text);
                return confinement.time(sql.as().orElseThrow(), text);
            }));
        }
        long start = System.nanoTime();
        execute(sql, late);
        return System.nanoTime() - start;
    }

    private boolean confined(Sql sql) {
        return sql.as().filter(as -> !as.equals(role)).isPresent();
    }

    private long[] confined(List<Sql> statements, Map<String, String> late) {
        plansDoubted = true;
        if (!inTransaction()) {
            return transaction(() -> confined(statements, late));
        }
        boolean kept = !takenBack;
        Sql first = statements.get(0);
        List<String> texts = statements.stream()
                .map(statement -> Parameters.inlined(statement, late))
                .toList();
        entrusted |= kept;
        return speaking(first.author(), () -> {
            for (String text : texts) {
                oneStatement.require(text);
            }
            return confinement.execute(first.as().orElseThrow(), texts, kept);
        });
    }

    private Rows confinedQuery(Sql sql, Map<String, String> late) {
        return inTransactionThatMayWrite(() -> speaking(sql.author(), () -> {
            List<String> columns;
            try (PreparedStatement described = Parameters.prepare(connection, oneStatement, sql, late)) {
                columns = Rows.columns(described.getMetaData());
            }
            return confinement.query(sql.as().orElseThrow(), Parameters.inlined(sql, late), columns);
        }));
    }

    /** Also where a transaction is read-only by default, something must be made first in which the body is confined. */
    private <T> T inTransactionThatMayWrite(Supplier<T> body) {
        plansDoubted = true;
        if (!inTransaction()) {
            return rolledBack(() -> inTransactionThatMayWrite(body));
        }
        command(says.allowWrites());
        return body.get();
    }

    /** Whether code of other roles ran here, so that it is no longer known what names mean. */
    boolean entrusted() {
        return entrusted;
    }

    public long execute(Sql sql) {
        if (confined(sql)) {
            return execute(sql, Map.of());
        }
        return sql.params().isEmpty() ? executeBare(sql) : execute(sql, Map.of());
    }

    private long executeBare(Sql sql) {
        return speaking(sql.author(), () -> {
            String text = Mark.in(sql.text());
            oneStatement.require(text);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return statement.execute(text) ? countRows(statement) : Math.max(0, statement.getLargeUpdateCount());
            }
        });
    }

    private static long countRows(Statement statement) throws SQLException {
        long rows = 0;
        try (ResultSet results = statement.getResultSet()) {
            while (results.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** The rows of a query as the server prints them. */
    public Rows query(Sql sql, Map<String, String> late) {
        if (confined(sql)) {
            return confinedQuery(sql, late);
        }
        return speaking(sql.author(), () -> {
            try (PreparedStatement statement = Parameters.prepare(connection, oneStatement, sql, late);
                    ResultSet results = statement.executeQuery()) {
                return Rows.read(results);
            }
        });
    }

    public Rows query(Sql sql) {
        return query(sql, Map.of());
    }

    /** As {@link #query}, for what is asked again and again: the server keeps the plan. */
    Rows queryKeepingPlan(Sql sql) {
        return guarded(() -> {
            try (PreparedStatement statement = Parameters.prepare(connection, oneStatement, sql, Map.of())) {
                KeptPlans.keep(statement);
                try (ResultSet results = statement.executeQuery()) {
                    return Rows.read(results);
                }
            }
        });
    }

    /** Runs one statement of ours, for settings and the like. */
    public void command(String text) {
        doing(() -> {
            oneStatement.require(text);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(text);
            }
        });
    }

    /** The same of one without parameters. */
    public void command(Sql sql) {
        command(sql.text());
    }

    /** Sets all settings as they are to be, once more. */
    private void pin() {
        doing(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(pins);
            }
        });
    }

    /** Runs the body in a READ COMMITTED transaction; commits unless it throws. */
    public <T> T transaction(Supplier<T> body) {
        begin();
        T result;
        try {
            result = body.get();
        } catch (Throwable failure) {
            rollback(failure);
            throw failure;
        }
        commit();
        return result;
    }

    public boolean inTransaction() {
        return guarded(() -> !connection.getAutoCommit());
    }

    /** Runs the body in a transaction that is always rolled back. */
    public <T> T rolledBack(Supplier<T> body) {
        begin();
        takenBack = true;
        try {
            T result = body.get();
            rollback(null);
            return result;
        } catch (Throwable failure) {
            rollback(failure);
            throw failure;
        } finally {
            takenBack = false;
        }
    }

    /**
     * Runs the body so that the server itself refuses every change, and takes back what a transaction's end takes back: in a
     * savepoint of the transaction that there is, or in a transaction. No query in it can make it writable again, for that is
     * too late once a query has begun; only a statement that is no query could end it.
     */
    public <T> T readingOnly(Supplier<T> body) {
        return inTransaction() ? inSavepoint(() -> forbiddenToWrite(body)) : rolledBack(() -> forbiddenToWrite(body));
    }

    /** Runs the body in a transaction or savepoint that is always rolled back. */
    public <T> T takingBack(Supplier<T> body) {
        return inTransaction() ? inSavepoint(body) : rolledBack(body);
    }

    private <T> T forbiddenToWrite(Supplier<T> body) {
        command(says.forbidWrites());
        return body.get();
    }

    private <T> T inSavepoint(Supplier<T> body) {
        command("SAVEPOINT underpin_read");
        T result;
        try {
            result = body.get();
        } catch (Throwable failure) {
            try {
                endSavepoint();
            } catch (SqlFailure mine) {
                failure.addSuppressed(mine);
            }
            throw failure;
        }
        endSavepoint();
        return result;
    }

    private void endSavepoint() {
        command("ROLLBACK TO SAVEPOINT underpin_read");
        command("RELEASE SAVEPOINT underpin_read");
    }

    public void begin() {
        doing(() -> {
            connection.setAutoCommit(false);
        });
    }

    public void commit() {
        doing(() -> {
            connection.commit();
            connection.setAutoCommit(true);
        });
        forgetDoubtedPlans();
        if (entrusted) {
            pin();
        }
    }

    private void forgetDoubtedPlans() {
        if (plansDoubted) {
            command(says.forgetPlans());
            plansDoubted = false;
        }
    }

    /** Rolls back, keeping a failure of that beside the one that led to it. */
    public void rollback(@Nullable Throwable because) {
        try {
            doing(() -> {
                connection.rollback();
                connection.setAutoCommit(true);
            });
            forgetDoubtedPlans();
        } catch (SqlFailure mine) {
            if (because == null) {
                throw mine;
            }
            because.addSuppressed(mine);
        }
    }

    /** Has the server parse the statement, and look up what it names unless it is a utility statement; does not run it. */
    public void parse(Sql sql) {
        Map<String, String> unknown = new HashMap<>();
        sql.params().forEach(param -> unknown.put(param.name(), null));
        speaking(sql.author(), () -> {
            try (PreparedStatement statement = Parameters.prepare(connection, oneStatement, sql, unknown)) {
                return statement.getParameterMetaData();
            }
        });
    }

    /** Writes the rows of a query in COPY's text format. Returns how many. */
    public long copyOut(Sql query, OutputStream target) throws IOException {
        Sql copy = new Sql(
                "COPY " + Mark.TEXT + " (" + query.text() + "\n) TO STDOUT", List.of(), query.locks(), query.author());
        // COPY goes by the simple protocol, which would take several statements.
        parse(copy);
        calls.begin();
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy.text(), target);
        } catch (SQLException failure) {
            throw new SqlFailure(failure, errors);
        } finally {
            calls.end();
        }
    }

    /** Asks the server to cancel what runs here; from any thread. */
    public void cancel() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException failure) {
            throw new SqlFailure(failure, errors);
        }
    }

    /** Drops the connection at once, as a killed process would; from any thread. */
    public void abort() {
        try {
            connection.abort(SAME_THREAD);
        } catch (SQLException failure) {
            throw new SqlFailure(failure, errors);
        }
    }

    /** Whether it has been neither closed nor found to be lost; from any thread. */
    public boolean open() {
        try {
            return !ended.get() && !connection.isClosed();
        } catch (SQLException failure) {
            return false;
        }
    }

    public boolean usable() {
        try {
            return !connection.isClosed() && connection.isValid(5);
        } catch (SQLException failure) {
            return false;
        }
    }

    /**
     * Ends the session in the server, and gives the connection back to where it came from: a pool does not get it again with our
     * settings and locks, but sees that it is broken, and opens another.
     */
    @Override
    public void close() {
        if (ended.getAndSet(true)) {
            return;
        }
        if (behindPooler) {
            try {
                leaveNothingBehind();
            } catch (SQLException | SqlFailure alreadyGone) {
                LOG.debug("a session was gone before it could be cleaned", alreadyGone);
            }
        }
        end(source, connection);
    }

    /** Ends what stands behind a pool's handle before the handle is given back. */
    static void end(DataSource source, Connection connection) {
        try {
            PgConnection physical = connection.unwrap(PgConnection.class);
            boolean evicted = Pools.evict(source, connection);
            physical.close();
            if (!evicted) {
                connection.close();
            }
        } catch (SQLException alreadyGone) {
            LOG.debug("a session was gone before it was closed", alreadyGone);
            giveBack(connection);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            LOG.debug("a session was gone before it was given back", alreadyGone);
        }
    }

    /** A pooler keeps the server's session, and whether it cleans up depends on its configuration. */
    private void leaveNothingBehind() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.setNetworkTimeout(SAME_THREAD, FAREWELL_MILLIS);
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        command(says.forget());
    }

    /** Runs the call under its author's search path. A failed transaction restores the path by being rolled back. */
    private <T> T speaking(Sql.Author author, SqlCall<T> call) {
        if (author == Sql.Author.TOOL) {
            return guarded(call);
        }
        return guarded(() -> {
            boolean autocommit = connection.getAutoCommit();
            boolean done = false;
            set(planPath);
            try {
                T result = call.run();
                done = true;
                return result;
            } finally {
                if (done || autocommit) {
                    set(SearchPath.EMPTY);
                }
            }
        });
    }

    /** Until the end of the transaction, names in the tool's own statements are looked up as in the plan's. */
    public void adoptPlanPath() {
        command(says.searchPath(planPath.schemas(), planPath.temporaryFirst(), Scope.TRANSACTION));
    }

    private void set(SearchPath path) throws SQLException {
        Sql set = says.searchPath(path.schemas(), path.temporaryFirst(), Scope.SESSION);
        try (Statement statement = connection.createStatement()) {
            statement.execute(set.text());
        }
    }

    private <T> T guarded(SqlCall<T> call) {
        calls.begin();
        try {
            return call.run();
        } catch (SQLException failure) {
            throw new SqlFailure(failure, errors);
        } finally {
            calls.end();
        }
    }

    private void doing(SqlDeed deed) {
        guarded(() -> {
            deed.run();
            return deed;
        });
    }

    private interface SqlDeed {
        void run() throws SQLException;
    }

    private interface SqlCall<T> {
        T run() throws SQLException;
    }
}
