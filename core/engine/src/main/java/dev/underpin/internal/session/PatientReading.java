package dev.underpin.internal.session;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Blockers;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.server.TimeLimitStatements;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads that somebody's exclusive lock may keep waiting: a moment at a time, so that no snapshot is held for long, telling for
 * whom, and not for ever.
 */
final class PatientReading {

    private static final String STEP = "";
    private static final String KEY = "read";
    private static final String TITLE = "Read what is there";
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration FIRST_LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);

    private final Blockers blockers;
    private final RunListener listener;
    private final StopSignal stop;
    private volatile Duration most = Duration.ofMinutes(10);

    PatientReading(Blockers blockers, RunListener listener, StopSignal stop) {
        this.blockers = blockers;
        this.listener = listener;
        this.stop = stop;
    }

    /** From now on, or until the end of a transaction that is rolled back, a single wait of the session is given up soon. */
    void bound(Session session) {
        session.command(session.dialect().statements(TimeLimitStatements.class).lockWait(LOCK_TIMEOUT));
    }

    /** How long one reading may wait altogether. */
    void atMost(Duration time) {
        most = time;
    }

    Duration most() {
        return most;
    }

    /**
     * @param reading is begun anew after each wait; changes nothing
     * @throws Failure if somebody was in the way for too long
     */
    <T> T read(Session session, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException failure) {
            if (!waited(failure)) {
                throw failure;
            }
        }
        return new Wait(session).until(reading);
    }

    private static boolean waited(RuntimeException failure) {
        return SqlFailure.of(failure) instanceof SqlFailure server && server.lockNotAvailable();
    }

    /** One reading that is kept waiting. */
    private final class Wait {

        private final Session session;
        private final Deadline end = Deadline.in(most);
        private final long startNanos = System.nanoTime();
        private volatile List<String> inTheWay = List.of();
        private volatile int attempts = 1;

        Wait(Session session) {
            this.session = session;
        }

        <T> T until(Supplier<T> reading) {
            listener.on(new RunEvent.ActionStarted(STEP, KEY, TITLE, "READ"));
            boolean done = false;
            try {
                T result = tried(reading);
                done = true;
                return result;
            } finally {
                listener.on(new RunEvent.ActionEnded(
                        STEP, KEY, TITLE, done ? RunState.APPLIED : RunState.FAILED, elapsed(), 0));
            }
        }

        private <T> T tried(Supplier<T> reading) {
            while (true) {
                stop.check();
                attempts++;
                try (BlockerWatch watch = BlockerWatch.over(blockers, session, FIRST_LOOK, LOOK_EVERY, this::seen)) {
                    return reading.get();
                } catch (RuntimeException failure) {
                    if (!waited(failure)) {
                        throw failure;
                    }
                }
                if (end.passed()) {
                    throw spent();
                }
            }
        }

        private void seen(List<String> found) {
            inTheWay = List.copyOf(found);
            listener.on(new RunEvent.Waiting(
                    STEP, KEY, "somebody has locked what is to be read", attempts, elapsed(), found));
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }

        private Failure spent() {
            return new Failure(
                    Outcome.BUSY,
                    Problem.of(Finding.error(
                                    EngineCodes.CATALOG_LOCKED,
                                    "what is there could not be read within "
                                            + elapsed().toSeconds() + " s (" + attempts
                                            + " tries): somebody has locked it",
                                    "End what blocks, or raise maxLockWait; then try again."))
                            .with(inTheWay.stream()
                                    .map(blocker -> "blocked by " + blocker)
                                    .toList()));
        }
    }
}
