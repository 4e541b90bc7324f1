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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What statements without the partition column gain from partitions, against what they gain from an index alone: guide
 * 000's table as it is, with a composite index, and partitioned with the same index, asked in turns so that whatever else
 * the machine does concerns all three. Not part of the build; {@code BENCHMARK=IndexOnlyBenchmark docs/benchmarks/run}
 * runs it.
 */
class IndexOnlyBenchmark {

    private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000);
    private static final int TURNS = 5 * Integer.getInteger("benchmark.rounds", 3);
    private static final int MONTHS = 36;
    private static final Duration TURN = Duration.ofMillis(150);

    /** A statement of an application, and values to ask it for. */
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

    /** The table in one of its forms, and what was measured there: statements per second, turn by turn. */
    private record Variant(String title, TestDatabase database, Map<String, List<Double>> figures) {

        void measure(Asked asked, Protocol protocol) throws SQLException {
            List<String> values = database.queryTexts(asked.values);
            String month = database.queryText("SELECT date_trunc('month', max(created_at)) FROM messages");
            try (Connection connection = DriverManager.getConnection(database.jdbcUrl() + protocol.option);
                    PreparedStatement statement =
                            connection.prepareStatement(asked.statement.replace("{month}", month))) {
                new TestSession(connection).execute("SET jit = off");
                run(statement, values, TURN.dividedBy(3));
                figures.computeIfAbsent(key(asked, protocol), key -> new ArrayList<>())
                        .add(run(statement, values, TURN));
            }
        }

        List<Double> of(Asked asked, Protocol protocol) {
            return figures.getOrDefault(key(asked, protocol), List.of());
        }

        private static String key(Asked asked, Protocol protocol) {
            return asked + " " + protocol;
        }
    }

    @Test
    void partitionsAgainstAnIndexOnly() throws IOException, SQLException {
        PostgresServer server = PostgresServer.shared();
        try (TestDatabase plain = MessagesFixture.database(server, ROWS, MONTHS);
                TestDatabase indexed = MessagesFixture.database(server, ROWS, MONTHS);
                TestDatabase partitioned = MessagesFixture.database(server, ROWS, MONTHS)) {
            for (TestDatabase database : List.of(indexed, partitioned)) {
                database.execute("CREATE INDEX room_created ON messages (chat_room_id, created_at DESC)");
            }
            Conversions.of(
                            partitioned,
                            "{ table: messages, range: { column: created_at, interval: 1 month }, oldKey: lost }")
                    .apply()
                    .done();
            for (TestDatabase database : List.of(plain, indexed, partitioned)) {
                database.execute("VACUUM (ANALYZE) messages");
            }
            List<Variant> variants = List.of(
                    new Variant("as it is", plain, new HashMap<>()),
                    new Variant("with the index only", indexed, new HashMap<>()),
                    new Variant("partitioned, with the same index", partitioned, new HashMap<>()));
            for (int turn = 0; turn < TURNS; turn++) {
                for (Protocol protocol : Protocol.values()) {
                    for (Asked asked : Asked.values()) {
                        for (Variant variant : variants) {
                            variant.measure(asked, protocol);
                        }
                    }
                }
            }
            long partitions =
                    partitioned.queryLong("SELECT count(*) FROM pg_inherits WHERE inhparent = 'messages'::regclass");
            String text = report(server, variants, partitions);
            System.out.println(text);
            Files.writeString(Path.of(System.getProperty("benchmark.file", "target/benchmark.md")), text);
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

    private static String report(PostgresServer server, List<Variant> variants, long partitions) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d rows over %d months, %d partitions, PostgreSQL %d, one connection, %d turns of %d ms; medians: statements per"
                        + " second, and the ratio to the index only in the same turn:%n%n| statement | sent | %s |%n|---|---|%s%n",
                ROWS,
                MONTHS,
                partitions,
                server.major(),
                TURNS,
                TURN.toMillis(),
                variants.stream().map(Variant::title).collect(Collectors.joining(" | ")),
                "---|".repeat(variants.size())));
        for (Asked asked : Asked.values()) {
            for (Protocol protocol : Protocol.values()) {
                List<Double> base = variants.get(1).of(asked, protocol);
                text.append("| ").append(asked.title).append(" | ").append(protocol.title);
                for (Variant variant : variants) {
                    List<Double> rates = variant.of(asked, protocol);
                    List<Double> ratios = IntStream.range(0, TURNS)
                            .mapToObj(turn -> rates.get(turn) / base.get(turn))
                            .toList();
                    text.append(String.format(Locale.ROOT, " | %,.0f (%.2f)", median(rates), median(ratios)));
                }
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
