package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.report.RunEvent;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;

/** Transactions whose snapshot is older than a cutover or a way back: right, or 40001, and never nothing silently. */
@SideBySide
class SnapshotsIT {

    private static final List<String> LEVELS = List.of("REPEATABLE READ", "SERIALIZABLE");
    private static final String SERIALIZATION_FAILURE = "could not serialize access";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(
                        fresh, "{ table: notes, range: { column: at, interval: 1 month, ahead: 1 }, oldKey: lost }")
                .set("{ lockTimeout: 60s, maxLockWait: 5m }");
        fresh.execute("""
                CREATE TABLE notes (id bigserial PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes (text, at) SELECT 'n' || n, now() - n * interval '3 hours' FROM generate_series(1, 300) AS n;
                CREATE VIEW seen AS SELECT id, text FROM notes;
                """);
    }

    private boolean partitioned() {
        return database.queryBoolean("SELECT relkind = 'p' FROM pg_class WHERE oid = 'notes'::regclass");
    }

    private TestSession begun(String level) {
        TestSession session = database.session();
        session.execute("BEGIN ISOLATION LEVEL " + level);
        return session;
    }

    private static void refused(TestSession session, String statement) {
        session.execute("SAVEPOINT s");
        assertThatThrownBy(() -> session.execute(statement)).as(statement).hasMessageContaining(SERIALIZATION_FAILURE);
        session.execute("ROLLBACK TO s");
    }

    private static void refusesEveryWrite(TestSession session) {
        refused(session, "UPDATE notes SET text = 'late' WHERE id = 5");
        refused(session, "DELETE FROM notes WHERE id = 5");
        refused(session, "INSERT INTO notes (text) VALUES ('late')");
        refused(session, "UPDATE seen SET text = 'late' WHERE id = 5");
        refused(
                session,
                "INSERT INTO notes (id, text, at) SELECT id, 'late', at FROM notes WHERE id = 5 ON CONFLICT DO NOTHING");
    }

    private long locked() {
        return database.queryLong(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    /** Does something once, in the transaction that swaps the tables, under all its locks. */
    private static Failpoints within(String action, Runnable something) {
        AtomicBoolean once = new AtomicBoolean();
        return (point, where) -> {
            if (point == Failpoint.TRANSACTION_BEFORE_COMMIT
                    && where.equals(action)
                    && once.compareAndSet(false, true)) {
                something.run();
            }
        };
    }

    private Told awaitingOlder(TestSession older, BooleanSupplier stillAsBefore, Runnable write) {
        AtomicBoolean waits = new AtomicBoolean();
        CompletableFuture<Told> run = CompletableFuture.supplyAsync(() -> Conversions.tell(() -> {
            var underpin = conversions.watchedBy(
                    event -> {
                        if (event instanceof RunEvent.Waiting waiting
                                && waiting.reason().contains("older transactions")
                                && waiting.blockers().toString().contains("pid " + older.backendPid())) {
                            waits.set(true);
                        }
                    },
                    Failpoints.NONE);
            return partitioned()
                    ? underpin.rollback(Conversions.PLAN, java.util.Optional.empty())
                    : underpin.apply(conversions.plan());
        }));
        await().atMost(1, TimeUnit.MINUTES).until(() -> waits.get() || run.isDone());
        assertThat(run.isDone()).isFalse();
        assertThat(stillAsBefore.getAsBoolean()).isTrue();
        write.run();
        return run.orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Majors({14, 15, 17, 18})
    void aSnapshotFromBeforeIsWaitedForAndWritesRightly() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        for (String level : LEVELS) {
            try (TestSession older = begun(level)) {
                older.execute("SELECT count(*) FROM pg_class");
                awaitingOlder(older, () -> !partitioned(), () -> {
                            assertThat(older.update("UPDATE notes SET text = ? WHERE id = 5", level))
                                    .isOne();
                            older.execute("COMMIT");
                        })
                        .done();
            }
            assertThat(database.queryText("SELECT text FROM notes WHERE id = 5"))
                    .isEqualTo(level);
            try (TestSession older = begun(level)) {
                older.execute("SELECT count(*) FROM pg_class");
                awaitingOlder(older, this::partitioned, () -> {
                            assertThat(older.update("UPDATE notes SET text = 'after' WHERE id = 5"))
                                    .isOne();
                            assertThat(older.update("INSERT INTO notes (text) VALUES ('new')"))
                                    .isOne();
                            older.execute("COMMIT");
                        })
                        .done();
            }
            assertThat(database.queryText("SELECT text FROM notes WHERE id = 5"))
                    .isEqualTo("after");
            database.execute("DELETE FROM notes WHERE text = 'new'");
        }
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Majors({14, 15, 17, 18})
    void aWriterThatQueuedBehindTheSwapsIsRightOrToldToRetry() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        List<CompletableFuture<Integer>> queued = new ArrayList<>();
        List<TestSession> sessions = new ArrayList<>();
        Runnable queue = () -> {
            queued.clear();
            for (String level : List.of("REPEATABLE READ", "SERIALIZABLE", "READ COMMITTED")) {
                TestSession session = begun(level);
                sessions.add(session);
                queued.add(CompletableFuture.supplyAsync(
                        () -> session.update("UPDATE notes SET text = 'queued' WHERE id = 7")));
            }
            await().atMost(30, TimeUnit.SECONDS).until(() -> locked() >= 3);
        };
        try {
            conversions.apply(within("swap", queue)).done();
            told(queued, sessions);
            CompletableFuture<Told> back =
                    CompletableFuture.supplyAsync(() -> conversions.rollback(within("back.swap", queue)));
            await().atMost(1, TimeUnit.MINUTES).until(() -> back.isDone() || !partitioned());
            told(queued, sessions);
            back.orTimeout(1, TimeUnit.MINUTES).join().done();
        } finally {
            sessions.forEach(TestSession::close);
        }
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 7")).isEqualTo("queued");
    }

    private static void told(List<CompletableFuture<Integer>> queued, List<TestSession> sessions) {
        List<TestSession> these = List.copyOf(sessions.subList(sessions.size() - 3, sessions.size()));
        for (int i = 0; i < LEVELS.size(); i++) {
            CompletableFuture<Integer> old = queued.get(i);
            assertThatThrownBy(() -> old.get(30, TimeUnit.SECONDS)).hasMessageContaining(SERIALIZATION_FAILURE);
            these.get(i).execute("ROLLBACK");
        }
        try {
            assertThat(queued.get(2).orTimeout(30, TimeUnit.SECONDS).join()).isOne();
        } catch (CompletionException failed) {
            throw new AssertionError("a READ COMMITTED writer must not fail", failed);
        }
        these.get(2).execute("COMMIT");
    }

    @Majors({14, 15, 17, 18})
    void aSnapshotFromBeforeTheSwapCannotWriteAcrossIt() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        List<TestSession> across = new ArrayList<>();
        Runnable look = () -> LEVELS.forEach(level -> {
            TestSession session = begun(level);
            session.execute("SELECT count(*) FROM pg_class");
            across.add(session);
        });
        try {
            conversions.apply(within("swap", look)).done();
            across.forEach(SnapshotsIT::refusesEveryWrite);
            closeAll(across);
            CompletableFuture<Told> back =
                    CompletableFuture.supplyAsync(() -> conversions.rollback(within("back.swap", look)));
            await().atMost(1, TimeUnit.MINUTES).until(() -> back.isDone() || !partitioned());
            across.forEach(SnapshotsIT::refusesEveryWrite);
            assertThat(back.isDone())
                    .as("the guard stays as long as anybody needs it")
                    .isFalse();
            closeAll(across);
            back.orTimeout(1, TimeUnit.MINUTES).join().done();
        } finally {
            closeAll(across);
        }
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text = 'late'"))
                .isZero();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    private static void closeAll(List<TestSession> sessions) {
        sessions.forEach(TestSession::close);
        sessions.clear();
    }

    /** What remains, as docs/steps/partitioning.convert.md says it. */
    @Majors({14, 15, 17, 18})
    void aReaderThatQueuedBehindTheSwapMissesWhatWasWrittenSinceTheLastReplayAndNothingElse() {
        List<TestSession> readers = new ArrayList<>();
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        Runnable queue = () -> {
            for (String level : List.of("REPEATABLE READ", "SERIALIZABLE", "READ COMMITTED")) {
                TestSession reader = begun(level);
                readers.add(reader);
                counts.add(CompletableFuture.supplyAsync(() -> reader.queryLong("SELECT count(*) FROM notes")));
            }
            await().atMost(30, TimeUnit.SECONDS).until(() -> locked() >= 3);
        };
        Failpoints swap = within("swap", queue);
        AtomicBoolean replayed = new AtomicBoolean();
        try {
            conversions
                    .apply((point, where) -> {
                        if (point == Failpoint.CHUNK_COMMITTED && where.equals("copy") && counts.isEmpty()) {
                            database.execute("UPDATE notes SET text = 'during the copy' WHERE id IN (5, 6)");
                        }
                        if (point == Failpoint.AWAIT_INTENT && where.equals("cutover.await")) {
                            database.execute("INSERT INTO notes (text) VALUES ('before the last replay')");
                        }
                        if (point == Failpoint.CHUNK_COMMITTED
                                && where.equals("catch-up.last")
                                && replayed.compareAndSet(false, true)) {
                            database.execute("INSERT INTO notes (text) VALUES ('after the last replay')");
                        }
                        swap.reached(point, where);
                    })
                    .done();

            assertThat(counts.stream().map(CompletableFuture::join)).containsExactly(301L, 301L, 302L);
            assertThat(readers.get(0).queryLong("SELECT count(*) FROM notes WHERE text = 'during the copy'"))
                    .isEqualTo(2);
            assertThat(readers.get(0).queryLong("SELECT count(*) FROM notes WHERE text LIKE 'after%'"))
                    .isZero();
        } finally {
            readers.forEach(TestSession::close);
        }
    }

    @Majors({15})
    void whoOutlastsTheWaitCostsNothingButTime() {
        try (TestSession older = begun("REPEATABLE READ")) {
            older.execute("SET application_name = 'nightly dump'; SELECT count(*) FROM pg_class");
            Told told = conversions.set("{ maxLockWait: 2s }").apply();
            told.stoppedBy("E2115");
            assertThat(told.problems().toString()).contains("nightly dump");
            assertThat(older.queryLong("SELECT count(*) FROM notes")).isEqualTo(300);
        }
        conversions.resume().done();
        assertThat(partitioned()).isTrue();
    }

    @Majors({15})
    void writesPassAfterARestoreWithoutData() {
        conversions.apply().done();
        database.execute("TRUNCATE "
                + database.queryText(
                        "SELECT oid::regclass::text FROM pg_class WHERE relname LIKE '%cutover' AND relkind = 'r'"));
        database.execute("INSERT INTO notes (text) VALUES ('restored without our rows')");
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text LIKE 'restored%'"))
                .isOne();
    }
}
