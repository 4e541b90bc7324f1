package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A conversion of the table {@code notes} that is held, dies or is disturbed at a chosen moment, always the same. */
final class HeldConversion {

    private final TestDatabase database;
    private final Conversions conversions;

    HeldConversion(TestDatabase database, Conversions conversions) {
        this.database = database;
        this.conversions = conversions;
    }

    /** The end of a process, for all that the engine can tell. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Does something when a moment is reached for the first time. */
    static Failpoints at(Failpoint moment, String where, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        return (point, at) -> {
            if (point == moment && at.startsWith(where) && done.compareAndSet(false, true)) {
                deed.run();
            }
        };
    }

    static Failpoints deathAt(Failpoint moment, String where) {
        return at(moment, where, () -> {
            throw new Death();
        });
    }

    /**
     * Does something while the copy stands still in the middle of its statement, its snapshot taken: at the partition of that
     * row, which somebody else has locked.
     */
    Told applyWhileCopying(String rowInTheWay, Runnable deeds) {
        try (TestSession inTheWay = database.session()) {
            int pid = inTheWay.backendPid();
            Failpoints before = at(
                    Failpoint.BATCHES_INTENT,
                    "copy",
                    () -> inTheWay.begin()
                            .execute("LOCK TABLE "
                                    + database.queryText(
                                            "SELECT 'notes_' || to_char(at AT TIME ZONE 'UTC', 'YYYY_MM') FROM notes WHERE "
                                                    + rowInTheWay)
                                    + " IN ACCESS EXCLUSIVE MODE"));
            CompletableFuture<Told> run = CompletableFuture.supplyAsync(() -> conversions.apply(before));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> run.isDone()
                            || database.queryBoolean(
                                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid)))",
                                    pid));
            assertThat(run.isDone()).as(() -> "ended early: " + run.join()).isFalse();
            deeds.run();
            inTheWay.rollback();
            return run.orTimeout(1, TimeUnit.MINUTES).join();
        }
    }
}
