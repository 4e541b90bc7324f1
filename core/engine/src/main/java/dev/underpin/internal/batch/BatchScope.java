package dev.underpin.internal.batch;

import dev.underpin.control.Failpoints;
import dev.underpin.control.StopSignal;
import dev.underpin.db.Session;
import dev.underpin.db.SessionPool;
import dev.underpin.internal.journal.Checkpoints;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What one execution of {@link Batches} works with.
 *
 * @param actionId in the journal
 * @param gates says whether a gate has been opened
 * @param checks asks the action's, in a transaction of that session; throws where one is not met
 */
public record BatchScope(
        Batches action,
        long actionId,
        String step,
        SessionPool sessions,
        Checkpoints checkpoints,
        RunListener listener,
        StopSignal stop,
        Failpoints failpoints,
        Predicate<String> gates,
        Consumer<Session> checks) {

    /** The gate that nobody opens: the log is drained until the run is stopped. */
    public static final Chunks.Gate UNTIL_STOPPED = Chunks.Gate.of("until stopped");

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    ProgressMeter meter(String unit, long total, long done, long rows) {
        return new ProgressMeter(listener, step, action.key(), action.title(), unit, total, done, rows);
    }

    Throttle throttle() {
        return new Throttle(action.pace(), stop, this::waiting);
    }

    /** Inside a chunk's transaction: it commits only under our own lease. */
    void fence(Session session) {
        checkpoints.fence(session);
    }

    /** Before a chunk is tried again that others kept from its rows or tables. */
    void gaveWay() {
        waiting("gave way to another transaction, which holds rows or the table");
        stop.pause(A_MOMENT);
    }

    private void waiting(String reason) {
        listener.on(new RunEvent.Waiting(step, action.key(), reason, 0, Duration.ZERO, List.of()));
    }
}
