package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.workload.Workload;
import dev.underpin.testkit.workload.WorkloadReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How long a conversion takes against one INSERT … SELECT and the same indexes, on the same server in the same run. Not
 * part of the build; {@code docs/benchmarks/run} runs it and keeps what it says.
 */
class ConversionBenchmark {

    private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    private static final int MONTHS = 24;
    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new PartitioningPlugin()));

    private static final String PLAN = """
            apiVersion: underpin/v1
            plan: benchmark
            steps:
              - id: partition
                uses: partitioning.convert
                with:
                  table: public.messages
                  range: { column: created_at, interval: 1 month }
                  oldKey: lost
            """;

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
            ANALYZE plain;
            """;

    @Test
    void conversionAgainstPlainCopy() throws IOException {
        PostgresServer server = PostgresServer.shared();
        List<Double> plain = new ArrayList<>();
        List<Double> quiet = new ArrayList<>();
        List<Double> proper = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        List<Double> loadedProper = new ArrayList<>();
        List<Double> rollback = new ArrayList<>();
        Duration stall = Duration.ZERO;
        long operations = 0;
        for (int round = 0; round < ROUNDS; round++) {
            plain.add(plainCopy(server));
            quiet.add(quietConversion(server, proper));
            try (TestDatabase database = MessagesFixture.database(server, ROWS, MONTHS);
                    Workload workload = Workload.on(database, "messages")
                            .writers(4)
                            .opsPerSecond(50)
                            .seed(round)
                            .start()) {
                loaded.add(
                        seconds(() -> loadedProper.add(work(underpin(database).apply(plan())))));
                rollback.add(seconds(() -> done(underpin(database).rollback("benchmark", Optional.empty()))));
                WorkloadReport report = workload.stop();
                assertThat(report.errors()).isEmpty();
                assertThat(workload.verify().isClean()).isTrue();
                operations += report.ops();
                stall = report.longestStall().compareTo(stall) > 0 ? report.longestStall() : stall;
            }
        }
        String text = report(server, plain, proper, quiet, loadedProper, loaded, rollback, stall, operations);
        System.out.println(text);
        Files.writeString(Path.of(System.getProperty("benchmark.file", "target/benchmark.md")), text);
    }

    private static double plainCopy(PostgresServer server) {
        try (TestDatabase database = MessagesFixture.database(server, ROWS, MONTHS)) {
            return seconds(() -> database.execute(PLAIN));
        }
    }

    private static double quietConversion(PostgresServer server, List<Double> proper) {
        try (TestDatabase database = MessagesFixture.database(server, ROWS, MONTHS)) {
            return seconds(() -> proper.add(work(underpin(database).apply(plan()))));
        }
    }

    private static Plan plan() {
        return Plan.parse(PLAN, "benchmark.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    /** The actions alone: without the prechecks, and without the comparison of all rows afterwards. */
    private static double work(RunReport report) {
        done(report);
        report.steps().get(0).actions().stream()
                .filter(action -> action.durationMs() > 50)
                .forEach(action -> System.out.printf("%6d ms %s%n", action.durationMs(), action.title()));
        return report.steps().get(0).actions().stream()
                        .mapToLong(ActionReport::durationMs)
                        .sum()
                / 1e3;
    }

    private static void done(RunReport report) {
        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Outcome.DONE);
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String report(
            PostgresServer server,
            List<Double> plain,
            List<Double> proper,
            List<Double> quiet,
            List<Double> loadedProper,
            List<Double> loaded,
            List<Double> rollback,
            Duration stall,
            long operations) {
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        return String.format(
                Locale.ROOT,
                """
                %,d rows over %d months, PostgreSQL %d, %d processors, median of %d rounds:

                | what | seconds | against the plain copy |
                |---|---|---|
                | INSERT … SELECT, the same indexes, ANALYZE | %.1f | 1.00 |
                | the conversion's actions, nobody else at work | %.1f | %.2f |
                | … all told, prechecks and verification included | %.1f | %.2f |
                | the conversion's actions, 4 writers at 50 operations/s | %.1f | %.2f |
                | … all told, prechecks and verification included | %.1f | %.2f |
                | rollback, with the writers | %.1f | %.2f |

                Writers: %,d operations, no errors, nothing lost; longest stall of a writer %d ms (lockTimeout 300 ms).
                Heap, test kit and its oracle included: %d MiB at most.
                """,
                ROWS,
                MONTHS,
                server.major(),
                Runtime.getRuntime().availableProcessors(),
                ROUNDS,
                median(plain),
                median(proper),
                median(proper) / median(plain),
                median(quiet),
                median(quiet) / median(plain),
                median(loadedProper),
                median(loadedProper) / median(plain),
                median(loaded),
                median(loaded) / median(plain),
                median(rollback),
                median(rollback) / median(plain),
                operations,
                stall.toMillis(),
                heap >> 20);
    }
}
