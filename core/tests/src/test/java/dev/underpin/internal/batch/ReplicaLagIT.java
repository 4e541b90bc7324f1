package dev.underpin.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.report.RunEvent;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.OwnServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A replica that receives everything and applies nothing holds work back for as long as it stays behind. */
@SideBySide
class ReplicaLagIT {

    private static final QualifiedName SOURCE = QualifiedName.of("public", "source");
    private static final long ROWS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static OwnServer own;

    /** One of its own: a replica is one of all databases, and would hold other tests back. */
    @BeforeAll
    static void start() {
        own = OwnServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    @Test
    void workWaitsForItAndSaysWhichReplicaAndGoesOnWhenItHasCaughtUp() throws Exception {
        try (TestDatabase database = own.server().createDatabase();
                Replica replica = new Replica(database)) {
            database.execute("CREATE TABLE public.source (id int PRIMARY KEY); CREATE TABLE public.walked (id int);"
                    + " INSERT INTO public.source SELECT generate_series(1, " + ROWS + ")");
            await().atMost(LONG).until(() -> {
                replica.receive();
                return database.queryBoolean(
                        "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE replay_lag > interval '300 ms')");
            });
            Pace pace = new Pace(1, BatchBench.NO_HURRY, Duration.ofMillis(300), Optional.empty());
            try (BatchBench bench = walking(database, pace)) {
                CompletableFuture<Long> walk = CompletableFuture.supplyAsync(bench::run);
                await().atMost(LONG).until(() -> {
                    replica.receive();
                    return waiting(bench).size() > 1;
                });
                assertThat(waiting(bench).get(0).reason()).contains("replica the-replica is", "behind");
                assertThat(walk).isNotDone();
                assertThat(database.queryLong("SELECT count(*) FROM public.walked"))
                        .isZero();

                await().atMost(LONG).until(() -> {
                    replica.catchUp();
                    return walk.isDone();
                });
                assertThat(walk.get(1, TimeUnit.SECONDS)).isEqualTo(ROWS);
            }
        }
    }

    private static BatchBench walking(TestDatabase database, Pace pace) {
        return new BatchBench(
                database,
                new Chunks.Keys(SOURCE, List.of("id")),
                pace,
                List.of(BatchBench.dialect(database)
                        .sql(
                                "INSERT INTO public.walked SELECT id FROM {0} WHERE id >= {1} AND id <= {2}",
                                SOURCE, new Late("from_1", "int"), new Late("to_1", "int"))));
    }

    private static List<RunEvent.Waiting> waiting(BatchBench bench) {
        return bench.events.stream()
                .filter(RunEvent.Waiting.class::isInstance)
                .map(RunEvent.Waiting.class::cast)
                .toList();
    }

    /** What a server sees of a physical replica: a stream that is received, and what of it is said to be flushed and applied. */
    private static final class Replica implements AutoCloseable {

        private final Connection connection;
        private final PGReplicationStream stream;

        Replica(TestDatabase database) throws SQLException {
            String position = database.queryText("SELECT pg_current_wal_flush_lsn()::text");
            Properties properties = new Properties();
            PGProperty.USER.set(properties, "postgres");
            PGProperty.REPLICATION.set(properties, "true");
            PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
            PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
            PGProperty.APPLICATION_NAME.set(properties, "the-replica");
            connection = DriverManager.getConnection(database.jdbcUrl(), properties);
            stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .physical()
                    .withStartPosition(LogSequenceNumber.valueOf(position))
                    .withStatusInterval(100, TimeUnit.MILLISECONDS)
                    .start();
        }

        void receive() throws SQLException {
            while (stream.readPending() != null) {
                // The next one.
            }
            stream.setFlushedLSN(stream.getLastReceiveLSN());
            stream.forceUpdateStatus();
        }

        void catchUp() throws SQLException {
            receive();
            stream.setAppliedLSN(stream.getLastReceiveLSN());
            stream.forceUpdateStatus();
        }

        @Override
        public void close() throws SQLException {
            stream.close();
            connection.close();
        }
    }
}
