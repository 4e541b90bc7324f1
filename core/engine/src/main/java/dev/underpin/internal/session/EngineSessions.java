package dev.underpin.internal.session;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Backend;
import dev.underpin.db.Blockers;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.SessionPool;
import dev.underpin.db.Sessions;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.JournalSchema;
import dev.underpin.internal.journal.Runs;
import dev.underpin.report.Failure;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.ServerTarget;
import dev.underpin.spi.Settings;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.sql.Identifier;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server that a command works on, and the sessions that are not workers. */
public final class EngineSessions implements AutoCloseable {

    /** Control, catalog, scratch, observer and journal. */
    private static final int BESIDE_WORKERS = 5;

    private Sessions sessions;
    private final Server server;
    private final Dialect dialect;
    private final ServerTarget target;
    private final Session control;
    private final Session reading;
    private final Session observer;
    private volatile @Nullable Session scratch;
    private final List<SessionPool> pools = new CopyOnWriteArrayList<>();
    private final List<Session> opened;
    private final SilenceDetector pulse;
    private volatile boolean closed;
    private volatile boolean journalSeen;
    private Optional<UUID> run = Optional.empty();

    private final PatientReading patience;

    private EngineSessions(
            Sessions sessions,
            Endpoint endpoint,
            List<Session> opened,
            Session control,
            Duration silence,
            RunListener listener,
            StopSignal stop) {
        this.sessions = sessions;
        this.opened = opened;
        this.control = control;
        this.server = control.server();
        this.dialect = control.dialect();
        this.target = target(endpoint, control);
        this.reading = openReader("catalog");
        this.observer = openReader("observer");
        observer.answersWithin(silence);
        this.patience = new PatientReading(new Blockers(observer), listener, stop);
        patience.bound(reading);
        this.pulse = new SilenceDetector(observer, () -> lookout(silence), () -> List.copyOf(opened), silence);
    }

    private Session lookout(Duration silence) {
        Session session = sessions.openReadOnly("observer");
        session.answersWithin(silence);
        return session;
    }

    private Session kept(Session session) {
        opened.removeIf(one -> !one.open());
        opened.add(session);
        return session;
    }

    /**
     * Where the server is, for people.
     *
     * @param host empty if only the data source knows
     */
    public record Endpoint(String host, int port) {

        boolean known() {
            return !host.isEmpty();
        }

        @Override
        public String toString() {
            return known() ? host + ":" + port : "the data source's server";
        }
    }

    /**
     * @param silence after which an answer of the server is not expected any more
     * @throws Failure if there is no way to the server; a {@link LostConnection} if there may be one later
     */
    public static EngineSessions open(
            Sessions sessions, Endpoint endpoint, Duration silence, RunListener listener, StopSignal stop) {
        sessions.most().filter(most -> most <= BESIDE_WORKERS).ifPresent(most -> {
            throw ServerFailures.tooFewConnections("the pool gives at most " + most + " connections at a time");
        });
        List<Session> begun = new CopyOnWriteArrayList<>();
        try {
            Session control = sessions.openFirst("control");
            begun.add(control);
            PoolerCheck.refuseTransactionPooling(sessions, control);
            EngineSessions engineSessions =
                    new EngineSessions(sessions, endpoint, begun, control, silence, listener, stop);
            listener.on(new RunEvent.Connected(engineSessions.target()));
            return engineSessions;
        } catch (RuntimeException failure) {
            begun.forEach(Session::close);
            throw unopened(endpoint, begun.size(), failure, stop);
        } catch (Error failure) {
            begun.forEach(Session::close);
            throw failure;
        }
    }

    private static RuntimeException unopened(
            Endpoint endpoint, int sessions, RuntimeException failure, StopSignal stop) {
        if (!(SqlFailure.of(failure) instanceof SqlFailure refused) || !refused.ofTheConnection()) {
            return ServerFailures.ofCommand(failure, stop);
        }
        return refused.ofThePool() && sessions > 0
                ? ServerFailures.tooFewConnections(
                        "after " + sessions + " connections the pool gave none: " + refused.serverMessage())
                : ServerFailures.unreachable(endpoint, refused);
    }

    private static ServerTarget target(Endpoint endpoint, Session control) {
        Server server = control.server();
        Optional<InetSocketAddress> reached = control.reached();
        return new ServerTarget(
                reached.map(InetSocketAddress::getHostString).orElse(endpoint.host()),
                reached.map(InetSocketAddress::getPort).orElse(endpoint.port()),
                control.database(),
                control.user(),
                server.versionText(),
                control.dialect().id(),
                Boolean.parseBoolean(server.settings().get("in_recovery")));
    }

    /** The same in a session that otherwise waits as long as it takes, and in a transaction that is always rolled back. */
    public <T> T patientlyRolledBack(Session session, Supplier<T> reads) {
        return patience.read(
                session,
                () -> session.rolledBack(() -> {
                    patience.bound(session);
                    return reads.get();
                }));
    }

    /** From now on the plan's own statements find what the plan's search path names, in sessions that are open already, too. */
    public void speakFor(Settings settings) {
        SearchPath path = new SearchPath(
                settings.searchPath().stream().map(Identifier::name).toList());
        patience.atMost(settings.maxLockWait());
        sessions = sessions.withPlanPath(path);
        opened.forEach(session -> session.speakWith(path));
    }

    /** The catalog as of now. */
    public Catalog catalog() {
        return dialect.catalog(reading.keepingPlans(), new ReadPatience() {
            @Override
            public <T> T read(Supplier<T> reads) {
                return patience.read(reading, reads);
            }
        });
    }

    /** The catalog as of now, for whom it is not worth while to wait: a lock that is held is the server's refusal. */
    public Catalog catalogAtOnce() {
        return dialect.catalog(reading.keepingPlans(), ReadPatience.OF_SESSION);
    }

    /** Reads in a session that does not wait for long at a time; begun anew until it succeeds, or the plan's patience ends. */
    public <T> T patiently(Session session, Supplier<T> reads) {
        return patience.read(session, reads);
    }

    /** Its sessions speak for the plan that is known by then. */
    public SessionPool pool(Consumer<Session> onOpen) {
        int most = sessions.most().map(all -> Math.max(1, all - BESIDE_WORKERS)).orElse(Integer.MAX_VALUE);
        SessionPool pool = new SessionPool(most, () -> openWriter("worker"), onOpen);
        pools.add(pool);
        return pool;
    }

    /** From now on the command works on this run. */
    public void workOn(UUID id) {
        run = Optional.of(id);
    }

    Optional<UUID> run() {
        return run;
    }

    /** How long the plan waits for what is in the way. */
    Duration patience() {
        return patience.most();
    }

    /** The server's processes of all sessions that were opened here. */
    List<Backend> backends() {
        return control.behindPooler()
                ? List.of()
                : opened.stream().map(Session::backend).toList();
    }

    /** Ends lost sessions of ours in the server, which may not have noticed yet that nobody is there any more. */
    void endLeftovers(List<Backend> left) {
        new OrphanedSessions(control).end(left);
    }

    /**
     * Whether the journal has been created in this database. That it is this role's alone is seen to when it is first met.
     *
     * @throws Failure if it is not
     */
    public boolean hasJournal() {
        journalSeen = journalSeen || JournalSchema.exists(reading);
        return journalSeen;
    }

    /** How far the run has come, told from how far it had come before. */
    String progress(Optional<UUID> of) {
        return of.isPresent() && hasJournal() ? Runs.progress(reading.dsl(), of.get()) : "";
    }

    /** Cancels what runs for the plan at this moment; not what keeps the lease and the journal. From any thread. */
    void cancel() {
        if (!closed) {
            reading.cancel();
            Session imagining = scratch;
            if (imagining != null) {
                imagining.cancel();
            }
            pools.forEach(SessionPool::cancelAll);
        }
    }

    /** A further session that changes nothing. */
    Session openReader(String purpose) {
        return kept(sessions.openReadOnly(purpose));
    }

    /** A further session. */
    public Session openWriter(String purpose) {
        return kept(sessions.open(purpose));
    }

    public Server server() {
        return server;
    }

    public Dialect dialect() {
        return dialect;
    }

    public ServerTarget target() {
        return target;
    }

    public Session control() {
        return control;
    }

    public Session reading() {
        return reading;
    }

    /** Opened when something is first to be imagined: most commands imagine nothing. */
    public synchronized Session scratch() {
        Session session = scratch;
        if (session == null) {
            session = openWriter("scratch");
            patience.bound(session);
            scratch = session;
        }
        return session;
    }

    public Session observer() {
        return observer;
    }

    @Override
    public void close() {
        closed = true;
        pulse.close();
        opened.stream().filter(Session::open).forEach(Session::close);
    }
}
