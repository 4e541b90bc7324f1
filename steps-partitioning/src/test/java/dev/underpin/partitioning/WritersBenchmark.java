package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.control.Failpoint;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * What writers pay while a conversion is under way and after it, against the same table before. Not part of the build;
 * {@code docs/benchmarks/run} runs it and keeps what it says.
 */
class WritersBenchmark {

    private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000) / 5;
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    private static final int CLIENTS = 4;
    private static final Duration SPELL = Duration.ofSeconds(4);
    private static final int BULK = 20_000;

    private static final String WITH =
            "{ table: public.messages, range: { column: created_at, interval: 1 month }, cutover: manual, %s }";
    private static final String INSERT = "INSERT INTO messages (chat_room_id, content, created_at) VALUES ('"
            + MessagesFixture.ROOM + "', 'benchmark ' || ?, now())";
    private static final String UPDATE =
            "UPDATE messages SET content = 'changed' WHERE id = (SELECT id FROM benchmark_ids WHERE n = ?)"
                    + " AND created_at = (SELECT created_at FROM benchmark_ids WHERE n = ?)";

    /** Measured before, for the ratio, or at a moment of a conversion. */
    private record Speed(double inserts, double updates, double bulkInserts, double bulkUpdates) {

        Speed over(Speed other) {
            return new Speed(
                    inserts / other.inserts,
                    updates / other.updates,
                    bulkInserts / other.bulkInserts,
                    bulkUpdates / other.bulkUpdates);
        }
    }

    @Test
    void whatWritersPay() throws IOException {
        Map<String, List<Speed>> ratios = new LinkedHashMap<>();
        PostgresServer server = PostgresServer.shared();
        String fsync;
        try (TestDatabase database = server.createDatabase()) {
            fsync = database.queryText("SHOW fsync");
        }
        for (int round = 0; round < ROUNDS; round++) {
            measure(server, "oldKey: lost", "reverse log, oldKey: lost", ratios);
            measure(server, "oldKey: guarded", "reverse log, oldKey: guarded", ratios);
            measure(server, "reverse: synchronous", "reverse: synchronous", ratios);
        }
        String text = report(ratios, fsync);
        System.out.println(text);
        Files.writeString(Path.of(System.getProperty("benchmark.writers.file", "target/benchmark-writers.md")), text);
    }

    private static void measure(PostgresServer server, String choice, String title, Map<String, List<Speed>> ratios) {
        try (TestDatabase database = MessagesFixture.database(server, ROWS, 12)) {
            database.execute(
                    "CREATE TABLE benchmark_ids AS SELECT row_number() OVER () AS n, id, created_at FROM messages LIMIT 20000;"
                            + " CREATE UNIQUE INDEX ON benchmark_ids (n); ANALYZE benchmark_ids");
            Conversions conversions = Conversions.of(database, WITH.formatted(choice));
            speed(database);
            Speed before = speed(database);
            assertThatThrownBy(
                            () -> conversions.apply(HeldConversion.deathAt(Failpoint.BATCHES_INTENT, "catch-up.first")))
                    .isInstanceOf(HeldConversion.Death.class);
            Speed logged = speed(database);
            List<Speed> drained = new ArrayList<>();
            conversions.resumeWith(() -> drained.add(speed(database))).done();
            Speed after = speed(database);
            conversions.finish().done();
            Speed partitioned = speed(database);
            add(ratios, "key log on, before the cutover", logged.over(before));
            add(ratios, "… and drained at the same time", drained.get(0).over(before));
            add(ratios, "after finalize: partitioned, nothing else", partitioned.over(before));
            add(ratios, "after the cutover, " + title, after.over(before));
            add(ratios, "… of what the partitioned table does alone, " + title, after.over(partitioned));
        }
    }

    private static void add(Map<String, List<Speed>> ratios, String what, Speed ratio) {
        ratios.computeIfAbsent(what, key -> new ArrayList<>()).add(ratio);
    }

    private static Speed speed(TestDatabase database) {
        return new Speed(
                perSecond(database, INSERT),
                perSecond(database, UPDATE),
                BULK
                        / seconds(
                                database,
                                "INSERT INTO messages (chat_room_id, content, created_at)"
                                        + " SELECT chat_room_id, 'bulk', created_at FROM messages LIMIT " + BULK),
                BULK
                        / seconds(
                                database,
                                "UPDATE messages SET content = 'bulk changed' FROM benchmark_ids AS b"
                                        + " WHERE messages.id = b.id AND messages.created_at = b.created_at AND b.n <= "
                                        + BULK));
    }

    private static double seconds(TestDatabase database, String statement) {
        long begun = System.nanoTime();
        database.execute(statement);
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double perSecond(TestDatabase database, String statement) {
        long end = System.nanoTime() + SPELL.toNanos();
        List<CompletableFuture<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> client(database, statement, end)));
        }
        long total = clients.stream().mapToLong(CompletableFuture::join).sum();
        return total / (SPELL.toNanos() / 1e9);
    }

    private static long client(TestDatabase database, String sql, long end) {
        long done = 0;
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int binds = statement.getParameterMetaData().getParameterCount();
            while (System.nanoTime() < end) {
                int row = ThreadLocalRandom.current().nextInt(1, BULK);
                for (int bind = 1; bind <= binds; bind++) {
                    statement.setInt(bind, row);
                }
                statement.executeUpdate();
                done++;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return done;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String report(Map<String, List<Speed>> ratios, String fsync) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d rows over 12 months, PostgreSQL %d, fsync %s, %d clients on %d processors, medians of %d rounds;"
                        + " speed against the same table before the conversion:%n%n"
                        + "| state | INSERT | UPDATE | INSERT of %,d | UPDATE of %,d |%n|---|---|---|---|---|%n",
                ROWS,
                PostgresServer.shared().major(),
                fsync,
                CLIENTS,
                Runtime.getRuntime().availableProcessors(),
                ROUNDS,
                BULK,
                BULK));
        ratios.forEach((what, speeds) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                what,
                median(speeds.stream().map(Speed::inserts).toList()),
                median(speeds.stream().map(Speed::updates).toList()),
                median(speeds.stream().map(Speed::bulkInserts).toList()),
                median(speeds.stream().map(Speed::bulkUpdates).toList()))));
        return text.toString();
    }
}
