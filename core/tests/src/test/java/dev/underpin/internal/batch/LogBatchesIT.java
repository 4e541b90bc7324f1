package dev.underpin.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoints;
import dev.underpin.internal.sync.LoggedTables;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.program.Chunks;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key log is drained for as long as somebody holds the gate closed, and then once more. */
@PostgresTest
@SideBySide
class LogBatchesIT {

    private static final String GATE = "cutover";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PENDING = "SELECT count(*) FROM public.log";

    @BeforeEach
    void tables(TestDatabase database) {
        LoggedTables.create(database);
    }

    private static BatchBench draining(TestDatabase database, long until, Optional<String> gate) {
        return draining(database, until, gate, Optional.empty());
    }

    private static BatchBench draining(
            TestDatabase database, long until, Optional<String> gate, Optional<Chunks.Repeated> repeated) {
        return new BatchBench(
                database,
                new Chunks.Log(LoggedTables.sync(database), until, gate.map(name -> new Chunks.Gate(name, repeated))),
                BatchBench.PACE,
                List.of());
    }

    private static CompletableFuture<Long> running(BatchBench bench, AtomicBoolean open) {
        return CompletableFuture.supplyAsync(() -> bench.run(Failpoints.NONE, gate -> {
            assertThat(gate).isEqualTo(GATE);
            return open.get();
        }));
    }

    private static void drained(TestDatabase database) {
        await().atMost(LONG).until(() -> database.queryLong(PENDING) == 0);
    }

    @Test
    void withoutAGateItEndsWithTheLog(TestDatabase database) {
        database.execute("UPDATE public.source SET text = 'changed' WHERE id <= 10");
        try (BatchBench bench = draining(database, 0, Optional.empty())) {
            assertThat(bench.run()).isEqualTo(20);
        }
        LoggedTables.equal(database, "after it has ended");
    }

    @Test
    void behindAClosedGateItGoesOnDrainingAndEndsWhenItIsOpened(TestDatabase database) throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        try (BatchBench bench = draining(database, 0, Optional.of(GATE))) {
            CompletableFuture<Long> drain = running(bench, open);
            for (String text : List.of("first", "second", "third")) {
                database.execute("UPDATE public.source SET text = '" + text + "' WHERE id = 1");
                drained(database);
                LoggedTables.equal(database, "after the " + text + " round");
                assertThat(drain).isNotDone();
            }
            assertThat(closed(bench))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.gate()).isEqualTo(GATE));

            open.set(true);

            assertThat(drain.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(6);
        }
    }

    @Test
    void behindAClosedGateItEndsWhenSomethingElseIsDueAndSaysSo(TestDatabase database) {
        database.execute("UPDATE public.source SET text = 'changed' WHERE id <= 3");
        Optional<Chunks.Repeated> due = Optional.of(new Chunks.Repeated("compare", Duration.ofMillis(1)));
        try (BatchBench bench = draining(database, 0, Optional.of(GATE), due)) {
            BatchEnd end = bench.end(Failpoints.NONE, gate -> false);

            assertThat(end).isEqualTo(new BatchEnd(6, Map.of(Chunks.Log.GATE, Chunks.Gate.CLOSED)));
            assertThat(bench.end(Failpoints.NONE, gate -> true).evidence())
                    .containsEntry(Chunks.Log.GATE, Chunks.Gate.OPEN);
        }
        LoggedTables.equal(database, "after it has ended");
    }

    /** What waited when it began is replayed even if it is less than may be left. */
    @Test
    void itLeavesNoMoreThanItMay(TestDatabase database) {
        database.execute("UPDATE public.source SET text = 'changed' WHERE id <= 3");
        try (BatchBench bench = draining(database, 1_000, Optional.empty())) {
            assertThat(bench.run()).isEqualTo(6);
        }
        assertThat(database.queryLong(PENDING)).isZero();
        LoggedTables.equal(database, "after it has ended");
    }

    @Test
    void aStopEndsItsWaitAndWhatCameBeforeItIsReplayed(TestDatabase database) {
        try (BatchBench bench = draining(database, 0, Optional.of(GATE))) {
            CompletableFuture<Long> drain = running(bench, new AtomicBoolean());
            database.execute("DELETE FROM public.source WHERE id = 5");
            drained(database);
            await().atMost(LONG).until(() -> !closed(bench).isEmpty());

            bench.stop.request();

            assertThatThrownBy(() -> drain.get(LONG.toSeconds(), TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            Failure.class,
                            stopped -> assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED));
        }
        LoggedTables.equal(database, "after it was stopped");
    }

    private static List<RunEvent.GateClosed> closed(BatchBench bench) {
        return bench.events.stream()
                .filter(RunEvent.GateClosed.class::isInstance)
                .map(RunEvent.GateClosed.class::cast)
                .toList();
    }
}
