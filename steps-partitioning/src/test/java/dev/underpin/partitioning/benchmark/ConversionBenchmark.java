package dev.underpin.partitioning.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.benchmark.Phases.Phase;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.workload.Workload;
import dev.underpin.testkit.workload.WorkloadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the command line takes to convert a table, from the start of its process to its exit, against one INSERT … SELECT, the same
 * indexes and ANALYZE, on the same server in the same run. Not part of the build; {@code docs/benchmarks/run} runs it, and keeps what it
 * says.
 */
class ConversionBenchmark {

    private static final List<Integer> ROWS = Arrays.stream(
                    System.getProperty("benchmark.rows", "1000000").split("[ ,]+"))
            .map(Integer::valueOf)
            .toList();
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    private static final Path LAUNCHER = Path.of(System.getProperty("benchmark.launcher", "../underpin"))
            .toAbsolutePath()
            .normalize();

    /** What the tool makes too: the same partitions, keys, indexes and statistics, without anybody being let in meanwhile. */
    private static final String PLAIN = """
            CREATE TABLE plain (LIKE messages INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (created_at);
            DO $$
            DECLARE month timestamptz;
            BEGIN
              FOR month IN SELECT generate_series(date_trunc('month', min(created_at)), date_trunc('month', max(created_at)) + interval '3 months', interval '1 month') FROM messages LOOP
                EXECUTE format('CREATE TABLE %I PARTITION OF plain FOR VALUES FROM (%L) TO (%L)', 'plain_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
              END LOOP;
            END $$;
            INSERT INTO plain SELECT * FROM messages;
            ALTER TABLE plain ADD PRIMARY KEY (id, created_at);
            CREATE INDEX ON plain (chat_room_id);
            CREATE INDEX ON plain (created_at);
            CREATE INDEX ON plain (type);
            ALTER TABLE plain ADD FOREIGN KEY (chat_room_id) REFERENCES chat_rooms (id) ON DELETE CASCADE;
            ALTER TABLE plain ALTER COLUMN chat_room_id SET STATISTICS 500;
            ANALYZE plain;
            """;

    private final Map<List<Object>, Duration> plain = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void conversionAgainstPlainCopy() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(LAUNCHER.toString(), "version")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        PostgresServer server = PostgresServer.shared();
        List<Measured> medians = new ArrayList<>();
        for (Scenario scenario : scenarios()) {
            List<Measured> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(measured(server, scenario, round));
            }
            medians.add(Measured.median(rounds));
        }
        String text = report(server, medians);
        System.out.println(text);
        Files.writeString(Path.of(System.getProperty("benchmark.file", "target/benchmark.md")), text);
        Files.writeString(
                Path.of(System.getProperty("benchmark.chart", "target/benchmark.svg")), new PhasesChart(medians).svg());
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        for (int rows : ROWS) {
            all.add(new Scenario(rows, 2, false, false));
            all.add(new Scenario(rows, 2, false, true));
        }
        int least = ROWS.get(0);
        all.add(new Scenario(least, 1, false, false));
        all.add(new Scenario(least, 4, false, false));
        all.add(new Scenario(least / 5, 2, true, false));
        return all;
    }

    private Measured measured(PostgresServer server, Scenario scenario, int round)
            throws IOException, InterruptedException {
        CommandLine underpin = new CommandLine(LAUNCHER, folder);
        Duration script = script(server, scenario, round);
        try (TestDatabase database = scenario.database(server)) {
            if (!scenario.busy()) {
                return new Measured(
                        scenario,
                        script,
                        underpin.apply(database, scenario.plan()),
                        Optional.empty(),
                        Optional.empty());
            }
            try (Workload workload = Workload.on(database, "messages")
                    .writers(4)
                    .opsPerSecond(50)
                    .seed(round)
                    .start()) {
                Phases apply = underpin.apply(database, scenario.plan());
                Phases rollback = underpin.rollback(database);
                WorkloadReport report = workload.stop();
                assertThat(report.errors()).isEmpty();
                assertThat(workload.verify().isClean()).isTrue();
                return new Measured(scenario, script, apply, Optional.of(rollback), Optional.of(report.statements()));
            }
        }
    }

    /** Once a round for each table, whoever asks. */
    private Duration script(PostgresServer server, Scenario scenario, int round) {
        return plain.computeIfAbsent(List.of(scenario.rows(), scenario.wide(), round), table -> {
            try (TestDatabase database = scenario.database(server)) {
                long begun = System.nanoTime();
                database.execute(PLAIN);
                return Duration.ofNanos(System.nanoTime() - begun);
            }
        });
    }

    private static String report(PostgresServer server, List<Measured> medians) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                %d months, PostgreSQL %d, %d processors, median of %d rounds, heap at most %s:

                | table | plain SQL, s | actions, s (ratio) | all told, s (ratio) | rollback, s | writers: median / p99 / longest |
                |---|---|---|---|---|---|
                """,
                Scenario.MONTHS,
                server.major(),
                Runtime.getRuntime().availableProcessors(),
                ROUNDS,
                CommandLine.HEAP));
        medians.forEach(each -> text.append(each.row()).append('\n'));
        text.append("\n| table |");
        for (Phase phase : Phase.values()) {
            text.append(' ').append(phase.title).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(Phase.values().length)).append('\n');
        for (Measured each : medians) {
            text.append("| ").append(each.scenario().title()).append(" |");
            for (Phase phase : Phase.values()) {
                text.append(String.format(
                        Locale.ROOT, " %.1f |", Measured.seconds(each.apply().in(phase))));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
