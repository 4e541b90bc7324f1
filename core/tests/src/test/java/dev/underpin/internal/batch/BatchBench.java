package dev.underpin.internal.batch;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.control.StopSignal;
import dev.underpin.db.SessionPool;
import dev.underpin.dialect.Dialects;
import dev.underpin.internal.journal.JournalBench;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Batches over the tables of a test, executed as often as it wants under one entry of the journal. */
final class BatchBench implements AutoCloseable {

    /** Whatever a chunk takes, the next is half as large again: how many there are does not depend on the machine. */
    static final Duration NO_HURRY = Duration.ofHours(1);

    static final Pace PACE = new Pace(1, NO_HURRY, Duration.ofSeconds(10), Optional.empty());

    final List<RunEvent> events = new CopyOnWriteArrayList<>();
    final StopSignal stop = new StopSignal();
    private final JournalBench journal;
    private final Batches action;
    private final long id;
    private final SessionPool sessions;

    /** Ends an execution where it stands. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    BatchBench(TestDatabase database, Chunks chunks, Pace pace, List<Sql> perChunk) {
        this.journal = new JournalBench(database);
        this.action = new Batches("walk", "Walk", chunks, List.of(), perChunk, pace, Undo.NONE);
        this.id = journal.journaled(action);
        this.sessions = new SessionPool(4, () -> journal.session("worker"), session -> {});
    }

    static Dialect dialect(TestDatabase database) {
        return Dialects.installed()
                .of(new Server(
                        database.server().major() * 10_000,
                        String.valueOf(database.server().major()),
                        database.queryText("SELECT version()"),
                        Map.of()));
    }

    long run() {
        return run(Failpoints.NONE, gate -> true);
    }

    long run(Failpoints failpoints, Predicate<String> gates) {
        return end(failpoints, gates).rows();
    }

    BatchEnd end(Failpoints failpoints, Predicate<String> gates) {
        return new BatchRun(new BatchScope(
                        action,
                        id,
                        "step",
                        sessions,
                        journal.checkpoints(),
                        events::add,
                        stop,
                        failpoints,
                        gates,
                        session -> {}))
                .run();
    }

    /** Dies when that point is reached for the nth time. */
    static Failpoints dying(Failpoint point, int nth) {
        AtomicInteger reached = new AtomicInteger();
        return (at, where) -> {
            if (at == point && reached.incrementAndGet() == nth) {
                throw new Death();
            }
        };
    }

    @Override
    public void close() {
        journal.close();
    }
}
