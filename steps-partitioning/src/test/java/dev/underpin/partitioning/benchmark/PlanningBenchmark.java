package dev.underpin.partitioning.benchmark;

import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What partitions cost a statement before it has read a row: the same 20,000 rows in 12, 36, 120 and 1000 partitions by day, and in a table
 * that is not partitioned. Not part of the build; {@code BENCHMARK=PlanningBenchmark docs/benchmarks/run} runs it.
 */
class PlanningBenchmark {

    private static final int[] PARTITIONS = {0, 12, 36, 120, 1000};
    private static final int TURNS = 5 * Integer.getInteger("benchmark.rounds", 3);

    private static final String TABLE = """
            CREATE TABLE m (id bigint NOT NULL, room int NOT NULL, at date NOT NULL, text text) PARTITION BY RANGE (at);
            DO $$ BEGIN
              FOR n IN 0..%1$d - 1 LOOP
                EXECUTE format('CREATE TABLE m_%%s PARTITION OF m FOR VALUES FROM (%%L) TO (%%L)', n, date '2024-01-01' + n, date '2024-01-01' + n + 1);
              END LOOP;
            END $$;
            ALTER TABLE m ADD PRIMARY KEY (id, at);
            CREATE INDEX ON m (room, at);
            INSERT INTO m SELECT n, n %% 100, date '2024-01-01' + n %% %1$d, 'text ' || n FROM generate_series(1, 20000) AS n;
            ANALYZE m
            """;

    private static final String PLAIN = """
            CREATE TABLE m (id bigint NOT NULL, room int NOT NULL, at date NOT NULL, text text);
            ALTER TABLE m ADD PRIMARY KEY (id);
            CREATE INDEX ON m (room, at);
            INSERT INTO m SELECT n, n % 100, date '2024-01-01' + n % 12, 'text ' || n FROM generate_series(1, 20000) AS n;
            ANALYZE m
            """;

    /** A statement of an application. */
    private enum Asked {
        BY_ID("a row by its id", "SELECT * FROM m WHERE id = 4711"),
        BY_KEY("a row by id and time", "SELECT * FROM m WHERE id = 4711 AND at = '2024-01-08'"),
        LATEST("a room's last 50 rows", "SELECT * FROM m WHERE room = 7 ORDER BY at DESC LIMIT 50"),
        OF_A_WEEK(
                "a room's rows of a week (a literal)",
                "SELECT * FROM m WHERE room = 7 AND at >= '2024-01-03' AND at < '2024-01-10'"),
        UPDATE("an update by id", "UPDATE m SET text = 'changed' WHERE id = 4711");

        private final String title;
        private final String statement;

        Asked(String title, String statement) {
            this.title = title;
            this.statement = statement;
        }
    }

    @Test
    void planningByPartitions() throws IOException {
        PostgresServer server = PostgresServer.shared();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "PostgreSQL %d; planning, in ms, then the whole statement in parentheses; medians of %d:%n%n| statement |",
                server.major(),
                TURNS));
        List<List<String>> columns = new ArrayList<>();
        for (int partitions : PARTITIONS) {
            text.append(partitions == 0 ? " not partitioned |" : " " + partitions + " |");
            columns.add(column(server, partitions));
        }
        text.append("\n|---|").append("---|".repeat(PARTITIONS.length)).append('\n');
        for (Asked asked : Asked.values()) {
            text.append("| ").append(asked.title).append(" |");
            columns.forEach(column -> text.append(column.get(asked.ordinal())));
            text.append('\n');
        }
        System.out.println(text);
        Files.writeString(Path.of(System.getProperty("benchmark.planning", "target/benchmark-planning.md")), text);
    }

    private static List<String> column(PostgresServer server, int partitions) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute(partitions == 0 ? PLAIN : String.format(Locale.ROOT, TABLE, partitions));
            List<String> cells = new ArrayList<>();
            try (TestSession session = database.session()) {
                for (Asked asked : Asked.values()) {
                    cells.add(cell(session, asked.statement));
                }
            }
            return cells;
        }
    }

    private static String cell(TestSession session, String statement) {
        List<Double> planning = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            List<String> lines = session.queryTexts("EXPLAIN (ANALYZE, TIMING OFF) " + statement);
            double plan = milliseconds(lines, "Planning Time: ");
            planning.add(plan);
            whole.add(plan + milliseconds(lines, "Execution Time: "));
        }
        return String.format(Locale.ROOT, " %.2f (%.2f) |", median(planning), median(whole));
    }

    private static double milliseconds(List<String> lines, String before) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(before))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(before.length()).split(" ", -1)[0]))
                .findFirst()
                .orElseThrow();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
