package dev.underpin.partitioning;

import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What statements without the partition column gain from partitions, against what they gain from an index alone: guide
 * 000's table as it is, with a composite index, and partitioned with the same index; each round there and back. Not part
 * of the build; {@code BENCHMARK=IndexOnlyBenchmark docs/benchmarks/run} runs it.
 */
class IndexOnlyBenchmark {

    private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    private static final int MONTHS = 36;
    private static final Duration SPAN = Duration.ofSeconds(2);

    /** A statement of an application, and a value to ask it for. */
    private enum Asked {
        ROOM(
                "the room's last 50 messages",
                "SELECT * FROM messages WHERE chat_room_id = ?::uuid ORDER BY created_at DESC LIMIT 50",
                "SELECT DISTINCT chat_room_id::text FROM messages"),
        ROOM_OF_LATE(
                "the same, of the last month only (a literal)",
                "SELECT * FROM messages WHERE chat_room_id = ?::uuid AND created_at >= '{month}' ORDER BY created_at DESC LIMIT 50",
                "SELECT DISTINCT chat_room_id::text FROM messages"),
        BY_ID(
                "a row by its id",
                "SELECT * FROM messages WHERE id = ?::uuid",
                "SELECT id::text FROM messages TABLESAMPLE SYSTEM (1) LIMIT 500"),
        CHANGED_BY_ID(
                "an update by id",
                "UPDATE messages SET content = 'changed' WHERE id = ?::uuid",
                "SELECT id::text FROM messages TABLESAMPLE SYSTEM (1) LIMIT 500");

        private final String title;
        private final String statement;
        private final String values;

        Asked(String title, String statement, String values) {
            this.title = title;
            this.statement = statement;
            this.values = values;
        }
    }

    /** How the driver sends statements. */
    private enum Protocol {
        SIMPLE("planned each time", "&preferQueryMode=simple"),
        PREPARED("prepared by the server", "&prepareThreshold=1");

        private final String title;
        private final String option;

        Protocol(String title, String option) {
            this.title = title;
            this.option = option;
        }
    }

    private record Cell(String variant, Asked asked, Protocol protocol) {}

    private static final String INDEX_ONLY = "with the index only";
    private static final List<String> VARIANTS = List.of("as it is", INDEX_ONLY, "partitioned, with the same index");

    @Test
    void partitionsAgainstAnIndexOnly() throws IOException, SQLException {
        PostgresServer server = PostgresServer.shared();
        Map<Cell, List<Double>> figures = new HashMap<>();
        long partitions = 0;
        try (TestDatabase database = MessagesFixture.database(server, ROWS, MONTHS)) {
            Conversions conversions = Conversions.of(
                    database,
                    "{ table: messages, range: { column: created_at, interval: 1 month }, oldKey: lost, reverse: log }");
            for (int round = 0; round < ROUNDS; round++) {
                database.execute("DROP INDEX IF EXISTS room_created");
                database.execute("VACUUM (ANALYZE) messages");
                measure(database, figures, VARIANTS.get(0));
                database.execute("CREATE INDEX room_created ON messages (chat_room_id, created_at DESC)");
                database.execute("VACUUM (ANALYZE) messages");
                measure(database, figures, INDEX_ONLY);
                conversions.apply().done();
                partitions =
                        database.queryLong("SELECT count(*) FROM pg_inherits WHERE inhparent = 'messages'::regclass");
                measure(database, figures, VARIANTS.get(2));
                conversions.rollback().done();
            }
        }
        String text = report(server, figures, partitions);
        System.out.println(text);
        Files.writeString(Path.of(System.getProperty("benchmark.file", "target/benchmark.md")), text);
    }

    private static void measure(TestDatabase database, Map<Cell, List<Double>> figures, String variant)
            throws SQLException {
        for (Protocol protocol : Protocol.values()) {
            for (Asked asked : Asked.values()) {
                figures.computeIfAbsent(new Cell(variant, asked, protocol), key -> new ArrayList<>())
                        .add(perSecond(database, asked, protocol));
            }
        }
    }

    private static double perSecond(TestDatabase database, Asked asked, Protocol protocol) throws SQLException {
        List<String> values = database.queryTexts(asked.values);
        String month = database.queryText("SELECT date_trunc('month', max(created_at)) FROM messages");
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl() + protocol.option);
                PreparedStatement statement = connection.prepareStatement(asked.statement.replace("{month}", month));
                TestSession session = new TestSession(connection)) {
            session.execute("SET jit = off");
            run(statement, values, SPAN.dividedBy(4));
            return run(statement, values, SPAN);
        }
    }

    private static double run(PreparedStatement statement, List<String> values, Duration span) throws SQLException {
        long begun = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begun < span.toNanos()) {
            statement.setString(1, values.get((int) (count++ % values.size())));
            if (statement.execute()) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        rows.getString(1);
                    }
                }
            }
        }
        return count * 1e9 / (System.nanoTime() - begun);
    }

    private static String report(PostgresServer server, Map<Cell, List<Double>> figures, long partitions) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d rows over %d months, %d partitions, PostgreSQL %d, %d processors, one connection, median of %d rounds; statements"
                        + " per second, and against the index only:%n%n| statement | sent | %s |%n|---|---|%s%n",
                ROWS,
                MONTHS,
                partitions,
                server.major(),
                Runtime.getRuntime().availableProcessors(),
                ROUNDS,
                String.join(" | ", VARIANTS),
                "---|".repeat(VARIANTS.size())));
        for (Asked asked : Asked.values()) {
            for (Protocol protocol : Protocol.values()) {
                double base = median(figures, new Cell(INDEX_ONLY, asked, protocol));
                text.append("| ").append(asked.title).append(" | ").append(protocol.title);
                for (String variant : VARIANTS) {
                    double rate = median(figures, new Cell(variant, asked, protocol));
                    text.append(String.format(Locale.ROOT, " | %,.0f (%.2f)", rate, rate / base));
                }
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    private static double median(Map<Cell, List<Double>> figures, Cell cell) {
        List<Double> sorted =
                figures.getOrDefault(cell, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
