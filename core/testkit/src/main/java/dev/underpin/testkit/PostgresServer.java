package dev.underpin.testkit;

import dev.underpin.testkit.matrix.Coverage;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A running PostgreSQL that the tests of one JVM share, one per major, started at first use and stopped when the JVM ends. It comes from the
 * first of these that leads to one:
 *
 * <ol>
 *   <li>{@code UNDERPIN_TEST_URL}, a server of your own, set up as the kit sets up its own ({@code wal_level=logical}, {@code max_connections=200},
 *       {@code max_prepared_transactions=10}, {@code pg_stat_statements} preloaded): databases are created and dropped there, and the fixture leaves
 *       its three roles;
 *   <li>a container, if a Docker engine answers ({@code UNDERPIN_TEST_IMAGE}, by default {@code postgres:{major}});
 *   <li>embedded binaries: those that the build copied, or from the local Maven repository or Maven Central.
 * </ol>
 *
 * Beside those there is {@link #installed()}.
 */
public final class PostgresServer {

    /** The majors that the tool supports. */
    public static final List<Integer> MAJORS = List.of(14, 15, 16, 17, 18);

    private static final int DEFAULT_MAJOR = 15;
    private static final String INSTALLED = "installed";
    private static final List<ServerSource> SOURCES =
            List.of(new EnvironmentServer(), new ContainerServer(), new EmbeddedServer());
    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    private final int major;
    private final ServerAddress address;
    private final boolean outlivesUs;
    private final Map<String, TestDatabase> templates = new ConcurrentHashMap<>();
    private final AtomicInteger databases = new AtomicInteger();
    /** For what is done to databases from outside; to connect takes longer than most of it. */
    private final Deque<TestSession> maintenance = new ConcurrentLinkedDeque<>();

    PostgresServer(int major, ServerAddress address, boolean outlivesUs) {
        this.major = major;
        this.address = address;
        this.outlivesUs = outlivesUs;
    }

    /**
     * The server of {@code UNDERPIN_TEST_URL}, or of the major in the system property {@code postgres.major}, or of PostgreSQL 15. If the property
     * is {@code installed}, it is {@link #installed()}.
     *
     * @throws IllegalStateException if there is no way to one
     */
    public static PostgresServer shared() {
        if (INSTALLED.equals(System.getProperty("postgres.major"))) {
            return installed().orElseThrow(() -> new IllegalStateException("No PostgreSQL is installed."));
        }
        return major(EnvironmentServer.address()
                .map(EnvironmentServer::majorOf)
                .orElseGet(() -> Integer.getInteger("postgres.major", DEFAULT_MAJOR)));
    }

    /**
     * The server of this major.
     *
     * @throws IllegalStateException if there is no way to one
     */
    public static PostgresServer major(int major) {
        return RUNNING.computeIfAbsent(major, PostgresServer::start);
    }

    /** The PostgreSQL of this machine, a newer minor release than the embedded ones. Empty if none is installed. */
    public static Optional<PostgresServer> installed() {
        return OfThisMachine.SERVER;
    }

    private static PostgresServer start(int major) {
        return SOURCES.stream()
                .map(source ->
                        source.start(major).map(address -> new PostgresServer(major, address, source.outlivesTheJvm())))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no PostgreSQL " + major + " for the tests."));
    }

    public int major() {
        return major;
    }

    /** For people. */
    public String version() {
        return installed().filter(server -> server == this).isPresent() ? major + " as installed" : "" + major;
    }

    /** A fresh, empty database. */
    public TestDatabase createDatabase() {
        Coverage.used(version());
        return TestDatabase.create(this, nextName(), "template0");
    }

    /**
     * A fresh copy of a database that is prepared once per server: the first call under this name prepares it, later ones only copy its files.
     * The preparation must leave no session behind.
     */
    public TestDatabase createDatabase(String template, Consumer<TestDatabase> preparation) {
        Coverage.used(version());
        TestDatabase prepared = templates.computeIfAbsent(template, name -> prepare(preparation));
        return TestDatabase.create(this, nextName(), prepared.name());
    }

    private TestDatabase prepare(Consumer<TestDatabase> preparation) {
        TestDatabase database = createDatabase();
        try {
            preparation.accept(database);
        } catch (RuntimeException | Error failure) {
            database.close();
            throw failure;
        }
        if (outlivesUs) {
            Runtime.getRuntime().addShutdownHook(new Thread(database::close, "drop-" + database.name()));
        }
        return database;
    }

    private String nextName() {
        return "underpin_test_" + ProcessHandle.current().pid() + "_"
                + Integer.toString(System.identityHashCode(this), Character.MAX_RADIX) + "_"
                + databases.incrementAndGet();
    }

    /** Found and started when somebody first asks. */
    private static final class OfThisMachine {
        private static final Optional<PostgresServer> SERVER = InstalledServer.find()
                .flatMap(found -> found.start(found.major())
                        .map(address -> new PostgresServer(found.major(), address, found.outlivesTheJvm())));
    }

    /** Does something in a session that is not the test's. */
    void maintain(Consumer<TestSession> work) {
        TestSession session = Optional.ofNullable(maintenance.poll())
                .filter(TestSession::isUsable)
                .orElseGet(() -> new TestSession(TestDatabase.open(address.jdbcUrl(address.maintenanceDatabase()))));
        try {
            work.accept(session);
        } catch (RuntimeException | Error failure) {
            session.close();
            throw failure;
        }
        maintenance.push(session);
    }

    ServerAddress address() {
        return address;
    }

    @Override
    public String toString() {
        return "PostgreSQL " + major + " at " + address;
    }
}
