package dev.underpin.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row is walked once, whenever the walk is interrupted, and nothing is walked while somebody holds it back. */
@PostgresTest
@SideBySide
class BatchRunIT {

    private static final QualifiedName SOURCE = QualifiedName.of("public", "source");

    /** With gaps, in an order that is not the key's, and with texts that a collation would sort otherwise. */
    private static final String TABLES = """
            CREATE TABLE public.source (room text COLLATE "C" NOT NULL, n int NOT NULL, filler text, PRIMARY KEY (room, n));
            INSERT INTO public.source SELECT (ARRAY['a', 'B', 'é "', ''])[i %% 4 + 1], i * 3, repeat('x', 300)
            FROM generate_series(1, %s) AS i ORDER BY md5(i::text);
            CREATE TABLE public.walked (chunk bigint, room text, n int);
            CREATE SEQUENCE public.chunk;
            """;

    private static final long ROWS = 5_000;

    @TempDir
    private Path directory;

    /** Notes each row that a chunk holds, and which chunk it was. */
    private static Sql noting(TestDatabase database, String condition, Object... bounds) {
        Object[] parts = new Object[bounds.length + 1];
        parts[0] = SOURCE;
        System.arraycopy(bounds, 0, parts, 1, bounds.length);
        return BatchBench.dialect(database)
                .sql(
                        "INSERT INTO public.walked SELECT c.id, s.room, s.n FROM {0} AS s, (SELECT nextval('public.chunk') AS id) AS c WHERE "
                                + condition,
                        parts);
    }

    private static BatchBench keys(TestDatabase database, Pace pace) {
        database.execute(TABLES.formatted(ROWS));
        return new BatchBench(
                database,
                new Chunks.Keys(SOURCE, List.of("room", "n")),
                pace,
                List.of(noting(
                        database,
                        "(s.room, s.n) >= ({1}, {2}) AND (s.room, s.n) <= ({3}, {4})",
                        new Late("from_1", "text"),
                        new Late("from_2", "int"),
                        new Late("to_1", "text"),
                        new Late("to_2", "int"))));
    }

    private static BatchBench pages(TestDatabase database, Pace pace, Sql... anew) {
        database.execute(TABLES.formatted(ROWS));
        return new BatchBench(
                database,
                new Chunks.Pages(SOURCE, List.of(anew)),
                pace,
                List.of(noting(
                        database, "s.ctid >= {1} AND s.ctid < {2}", new Late("from", "tid"), new Late("to", "tid"))));
    }

    private static Pace workers(int count) {
        return new Pace(count, BatchBench.NO_HURRY, Duration.ofSeconds(10), Optional.empty());
    }

    private static void eachOnce(TestDatabase database) {
        assertThat(database.queryLong("""
                        SELECT count(*) FROM (
                          (SELECT room, n FROM public.source EXCEPT ALL SELECT room, n FROM public.walked)
                          UNION ALL (SELECT room, n FROM public.walked EXCEPT ALL SELECT room, n FROM public.source)) AS d
                        """))
                .as("rows that were not walked exactly once")
                .isZero();
    }

    private static long chunks(TestDatabase database) {
        return database.queryLong("SELECT count(DISTINCT chunk) FROM public.walked");
    }

    @Test
    void keysAreWalkedWithoutGapOrOverlap(TestDatabase database) {
        try (BatchBench bench = keys(database, BatchBench.PACE)) {
            assertThat(bench.run()).isEqualTo(ROWS);
            eachOnce(database);
            assertThat(chunks(database)).as("1,000, 1,500, 2,250 and the rest").isEqualTo(4);
            assertThat(database.queryBoolean("""
                            SELECT bool_and(last - first + 1 = rows) FROM (
                              SELECT min(rank) AS first, max(rank) AS last, count(*) AS rows
                              FROM public.walked JOIN (
                                SELECT room, n, row_number() OVER (ORDER BY room COLLATE "C", n) AS rank FROM public.source) AS s USING (room, n)
                              GROUP BY chunk) AS c
                            """))
                    .as("each chunk is a range of the key")
                    .isTrue();
            assertThat(bench.run()).as("a second time: it is done").isEqualTo(ROWS);
            eachOnce(database);
        }
    }

    @Test
    void pagesAreWalkedWithoutGapOrOverlapBySeveralWorkers(TestDatabase database) {
        try (BatchBench bench = pages(database, workers(3))) {
            assertThat(bench.run()).isEqualTo(ROWS);
            eachOnce(database);
            assertThat(chunks(database)).isGreaterThanOrEqualTo(12);
            assertThat(bench.run()).as("a second time: it is done").isEqualTo(ROWS);
            eachOnce(database);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failpoint.class,
            names = {"CHUNK_BEFORE_COMMIT", "CHUNK_COMMITTED"})
    void keysGoOnWhereTheyWere(Failpoint point, TestDatabase database) {
        try (BatchBench bench = keys(database, BatchBench.PACE)) {
            resumed(database, bench, point);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failpoint.class,
            names = {"CHUNK_BEFORE_COMMIT", "CHUNK_COMMITTED"})
    void pagesGoOnWhereTheyWere(Failpoint point, TestDatabase database) {
        try (BatchBench bench = pages(database, workers(2))) {
            resumed(database, bench, point);
        }
    }

    private static void resumed(TestDatabase database, BatchBench bench, Failpoint point) {
        for (int nth : List.of(2, 1)) {
            assertThatThrownBy(() -> bench.run(BatchBench.dying(point, nth), gate -> true))
                    .isInstanceOf(BatchBench.Death.class);
        }
        assertThat(database.queryLong("SELECT count(*) FROM public.walked")).isBetween(1L, ROWS - 1);
        assertThat(bench.run())
                .as("all rows, those of earlier attempts included")
                .isEqualTo(ROWS);
        eachOnce(database);
    }

    /** Else it would not end while rows are added faster than it walks. */
    @Test
    void whatIsAddedBehindTheEndIsNotWalked(TestDatabase database) {
        try (BatchBench bench = keys(database, BatchBench.PACE)) {
            Failpoints adding = (point, where) -> {
                if (point == Failpoint.CHUNK_COMMITTED) {
                    database.update("INSERT INTO public.source SELECT 'ÿ', coalesce(max(n), 0) + 1 FROM public.source");
                }
            };
            assertThat(bench.run(adding, gate -> true)).isEqualTo(ROWS);
            assertThat(database.queryLong("SELECT count(*) FROM public.walked WHERE room = 'ÿ'"))
                    .isZero();
        }
    }

    @Test
    void aTableThatWasRewrittenMeanwhileIsBegunAnew(TestDatabase database) {
        try (BatchBench bench = pages(database, BatchBench.PACE, Sql.of("TRUNCATE public.walked"))) {
            assertThatThrownBy(() -> bench.run(BatchBench.dying(Failpoint.CHUNK_COMMITTED, 2), gate -> true))
                    .isInstanceOf(BatchBench.Death.class);
            try (var session = database.session()) {
                session.execute("CLUSTER public.source USING source_pkey");
            }
            bench.run();
            eachOnce(database);
        }
    }

    @Test
    void anEmptyTableIsWalkedAtOnce(TestDatabase database) {
        try (BatchBench keys = keys(database, BatchBench.PACE)) {
            database.execute("TRUNCATE public.source");
            assertThat(keys.run()).isZero();
        }
        assertThat(chunks(database)).isZero();
    }

    @Test
    void aTableThatIsGoneIsNamed(TestDatabase database) {
        try (BatchBench bench = pages(database, BatchBench.PACE)) {
            database.execute("DROP TABLE public.source");
            assertThatThrownBy(bench::run).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.outcome()).isEqualTo(Outcome.STOPPED);
                assertThat(failure).hasMessageContaining("public.source");
            });
        }
    }

    /** It stands while the file exists, says why, and goes on when it has gone. */
    @Test
    void aPauseFileHoldsItBack(TestDatabase database) throws Exception {
        Path file = Files.createFile(directory.resolve("pause"));
        Pace pace = new Pace(1, BatchBench.NO_HURRY, Duration.ofSeconds(10), Optional.of(file.toString()));
        try (BatchBench bench = keys(database, pace)) {
            CompletableFuture<Long> walk = CompletableFuture.supplyAsync(bench::run);
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting(bench).size() > 1);
            assertThat(chunks(database)).isZero();
            assertThat(walk).isNotDone();
            assertThat(waiting(bench).get(0).reason()).contains(file.toString());
            Files.delete(file);
            assertThat(walk.get(30, TimeUnit.SECONDS)).isEqualTo(ROWS);
            eachOnce(database);
        }
    }

    private static List<RunEvent.Waiting> waiting(BatchBench bench) {
        return bench.events.stream()
                .filter(RunEvent.Waiting.class::isInstance)
                .map(RunEvent.Waiting.class::cast)
                .toList();
    }

    @Test
    void aStopEndsItBetweenTwoChunks(TestDatabase database) throws IOException {
        try (BatchBench bench = keys(database, BatchBench.PACE)) {
            Failpoints stopping = (point, where) -> {
                if (point == Failpoint.CHUNK_BEFORE_COMMIT) {
                    bench.stop.request();
                }
            };
            assertThatThrownBy(() -> bench.run(stopping, gate -> true)).isInstanceOf(Failure.class);
            assertThat(chunks(database))
                    .as("the chunk that was being done is done")
                    .isOne();
        }
    }
}
