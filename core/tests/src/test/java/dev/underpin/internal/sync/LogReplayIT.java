package dev.underpin.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.db.Deadline;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The target becomes equal to the source whatever was written to that, in whichever order and how often it is replayed. */
@PostgresTest
@SideBySide
class LogReplayIT {

    private TestDatabase database;
    private Session session;
    private LogReplay replay;

    @BeforeEach
    void tables(TestDatabase fresh) {
        database = fresh;
        LoggedTables.create(fresh);
        session = open();
        replay = new LogReplay(session, LoggedTables.sync(fresh));
        replay.prepare();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Session open() {
        return new Sessions(database.dataSource(), SearchPath.EMPTY).open("replay");
    }

    private long replayed(long most) {
        return session.transaction(() -> replay.replay(most));
    }

    private void equal(String when) {
        LoggedTables.equal(database, when);
    }

    @Test
    void insertsUpdatesAndDeletes() {
        database.execute("""
                INSERT INTO public.source VALUES (51, 'new'), (52, NULL);
                UPDATE public.source SET text = 'changed' WHERE id IN (1, 2);
                DELETE FROM public.source WHERE id IN (3, 4);
                """);
        assertThat(replay.pending()).isEqualTo(8);
        assertThat(replayed(100)).isEqualTo(8);
        equal("after one replay");
        assertThat(replay.pending()).isZero();
        assertThat(replayed(100)).as("with nothing to do").isZero();
    }

    @Test
    void aChangedKeyIsBothKeys() {
        database.execute("UPDATE public.source SET id = id + 1000 WHERE id <= 5");
        replayed(100);
        equal("after keys have changed");
        database.execute("UPDATE public.source SET id = id - 1000 WHERE id > 1000; UPDATE public.source SET id = -id");
        replayed(1_000);
        equal("after keys have changed back, and all of them");
    }

    @Test
    void aRowThatIsGoneBeforeItIsReplayedIsGone() {
        database.execute(
                "INSERT INTO public.source VALUES (60, 'short-lived'); UPDATE public.source SET text = 'x' WHERE id = 60;"
                        + " DELETE FROM public.source WHERE id = 60; UPDATE public.source SET text = 'x' WHERE id = 7; DELETE FROM public.source WHERE id = 7");
        replayed(1);
        assertThat(database.queryLong("SELECT count(*) FROM public.target WHERE id = 60"))
                .as("of its first entry")
                .isZero();
        replayed(100);
        equal("after all");
    }

    @Test
    void aRowThatCameBackIsThere() {
        database.execute("DELETE FROM public.source WHERE id = 9; INSERT INTO public.source VALUES (9, 'again')");
        replayed(1);
        assertThat(database.queryText("SELECT text FROM public.target WHERE id = 9"))
                .as("what is read is what is there now, not what the entry was of")
                .isEqualTo("again");
        replayed(100);
        equal("after all");
    }

    /** Entries of one change, and of one key, may fall into several replays. */
    @Test
    void replaysOfAnySizeComeToTheSame() {
        for (long most : new long[] {1, 2, 3, 7}) {
            database.execute("""
                    UPDATE public.source SET id = id + 500 WHERE id BETWEEN 10 AND 15;
                    UPDATE public.source SET text = text || '!' WHERE id BETWEEN 505 AND 525;
                    UPDATE public.source SET id = id - 500 WHERE id BETWEEN 510 AND 515;
                    """);
            long entries = replay.pending();
            long consumed = 0;
            long rounds = 0;
            for (long round = replayed(most); round > 0; round = replayed(most)) {
                assertThat(round).isLessThanOrEqualTo(most);
                consumed += round;
                rounds++;
            }
            assertThat(consumed).isEqualTo(entries);
            assertThat(rounds).isEqualTo((entries + most - 1) / most);
            equal("by " + most);
        }
    }

    @Test
    void whatIsReplayedTwiceIsTheSame() {
        database.execute("""
                UPDATE public.source SET text = 'changed', id = id + 1000 WHERE id <= 10;
                DELETE FROM public.source WHERE id BETWEEN 20 AND 25;
                CREATE TABLE public.kept AS TABLE public.log;
                """);
        replayed(1_000);
        equal("once");
        database.execute("INSERT INTO public.log (id) SELECT id FROM public.kept ORDER BY seq DESC");
        replayed(1_000);
        equal("twice, backwards");
    }

    @Test
    void aReplayThatIsTakenBackLeavesItsEntries() {
        database.execute("UPDATE public.source SET text = 'changed' WHERE id <= 10");
        assertThatThrownBy(() -> session.transaction(() -> {
                    replay.replay(5);
                    throw new IllegalStateException("before its commit");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(replay.pending()).isEqualTo(20);
        replayed(1_000);
        equal("after another");
    }

    /** A writer that is not done yet has logged nothing that could be taken; what it logs is taken later. */
    @Test
    void aWriterThatCommitsLaterIsReplayedLater() {
        try (TestSession writer = database.session()) {
            writer.begin().execute("UPDATE public.source SET text = 'late' WHERE id = 1");
            database.execute("UPDATE public.source SET text = 'early' WHERE id = 2");
            assertThat(replayed(1_000)).isEqualTo(2);
            writer.commit();
        }
        assertThat(replayed(1_000)).isEqualTo(2);
        equal("after both");
    }

    /** Entries are taken before the source is read, so a change between the two is seen now, and once more later. */
    @Test
    void twoThatReplayAtOnceTakeEachEntryOnce() throws Exception {
        database.execute("UPDATE public.source SET text = 'changed'");
        try (Session other = open()) {
            LogReplay second = new LogReplay(other, LoggedTables.sync(database));
            second.prepare();
            long all = replay.pending();
            CompletableFuture<Long> meanwhile = session.transaction(() -> {
                long first = replay.replay(40);
                assertThat(first).isEqualTo(40);
                CompletableFuture<Long> its =
                        CompletableFuture.supplyAsync(() -> other.transaction(() -> second.replay(1_000)));
                await().atMost(Duration.ofSeconds(30)).until(() -> its.isDone() || waits(other));
                return its;
            });
            assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(all - 40);
        }
        equal("after both");
    }

    private boolean waits(Session waiting) {
        return database.queryBoolean(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = ? AND NOT granted)", waiting.backendPid());
    }

    @Test
    void whateverIsWrittenInWhateverOrder() {
        RandomGenerator random = new java.util.Random(7);
        try (TestSession writer = database.session()) {
            for (int i = 0; i < 300; i++) {
                long id = random.nextLong(1, 80);
                switch (random.nextInt(4)) {
                    case 0 ->
                        writer.update(
                                "INSERT INTO public.source VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                                id,
                                "i" + i);
                    case 1 -> writer.update("UPDATE public.source SET text = ? WHERE id = ?", "u" + i, id);
                    case 2 -> writer.update("DELETE FROM public.source WHERE id = ?", id);
                    default ->
                        writer.update(
                                "UPDATE public.source SET id = ? WHERE id = ? AND NOT EXISTS (SELECT FROM public.source WHERE id = ?)",
                                id + 1,
                                id,
                                id + 1);
                }
                if (i % 25 == 0) {
                    replayed(random.nextLong(1, 20));
                }
            }
        }
        session.transaction(() -> replay.drain(Optional.empty()));
        equal("after 300 changes");
    }

    @Test
    void aDrainEndsWithItsDeadline() {
        database.execute("UPDATE public.source SET text = 'changed'");
        Deadline passed = Deadline.in(Duration.ZERO);
        assertThat(session.transaction(() -> replay.drain(Optional.of(passed))))
                .as("one round in any case")
                .isEqualTo(100);
        equal("after that");
    }
}
