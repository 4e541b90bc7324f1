package dev.underpin.internal.session;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SessionPool;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.JournalWriter;
import dev.underpin.internal.journal.Lease;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a plan's lease for the time of one command: takes it, waits for orphans to end, keeps its heart beating. */
public final class LeaseHold implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHold.class);

    private static final int TRIES = 5;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final Duration ORPHANS_END_WITHIN = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** How soon others can see what has changed. */
    private static final Duration NEWS = Duration.ofSeconds(1);

    private final EngineSessions engineSessions;
    private final Lease lease;
    private final StopSignal stop;
    private final Session journalSession;
    private final SessionPool workers;
    private final ScheduledExecutorService heart;
    private String told = "";
    private long toldNanos;
    private boolean closed;

    private LeaseHold(EngineSessions engineSessions, Lease lease, StopSignal stop) {
        this.engineSessions = engineSessions;
        this.lease = lease;
        this.stop = stop;
        this.journalSession = engineSessions.openWriter("journal");
        lease.enlist(journalSession);
        this.workers = engineSessions.pool(lease::enlist);
        // Whether there is one for the work is to be known before any is done.
        workers.with(Session::backendPid);
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "underpin-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
    }

    public static LeaseHold take(EngineSessions engineSessions, String plan, String command, StopSignal stop) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Lease> lease = Lease.tryTake(engineSessions.control(), plan, host(), command);
            if (lease.isPresent()) {
                awaitOrphans(engineSessions, lease.get(), stop);
                return new LeaseHold(engineSessions, lease.get(), stop);
            }
            stop.pause(BETWEEN_TRIES);
        }
        throw held(plan, Lease.holder(engineSessions.observer(), plan).orElse("a runner that has just begun"));
    }

    public static Failure held(String plan, String holder) {
        return new Failure(
                Outcome.BUSY,
                Problem.of(Finding.error(
                                EngineCodes.BUSY,
                                "plan " + plan + " is being worked on; nothing was changed by this command",
                                "Wait for it, or look at `underpin status " + plan + "`."))
                        .with(List.of("held by " + holder)));
    }

    /** A killed runner's statements may still be running in the server; they end by themselves, or this does not begin. */
    private static void awaitOrphans(EngineSessions engineSessions, Lease lease, StopSignal stop) {
        Deadline end = Deadline.in(ORPHANS_END_WITHIN);
        while (lease.orphansAlive(engineSessions.control())) {
            if (end.passed()) {
                throw new Failure(
                        Outcome.BUSY,
                        EngineCodes.ORPHANS_AT_WORK,
                        "statements of an earlier runner are still at work in the server; nothing was changed by this command",
                        "Wait for them, or end the sessions named `underpin worker`; then try again.");
            }
            stop.pause(BETWEEN_TRIES);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "an unnamed host";
        }
    }

    /**
     * From now on the lease's row tells which run it is about, and what is done for it. A runner that has lost its lease stops.
     *
     * @param activity as JSON
     */
    public void beat(String plan, String run, Supplier<String> activity) {
        heart.scheduleWithFixedDelay(() -> beatOnce(plan, run, activity), 0, NEWS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the heart's own thread only. */
    private void beatOnce(String plan, String run, Supplier<String> activity) {
        try {
            String now = activity.get();
            if (now.equals(told) && System.nanoTime() - toldNanos < HEARTBEAT.toNanos()) {
                return;
            }
            told = now;
            toldNanos = System.nanoTime();
            lease.heartbeat(engineSessions.control(), run, now);
        } catch (RuntimeException lost) {
            if (SqlFailure.of(lost) instanceof SqlFailure failure && failure.connectionLost()) {
                breakOff(ServerFailures.lost(plan, "", failure));
            }
        }
    }

    /** A heartbeat that comes to nothing later on says nothing of what goes on then. */
    private synchronized void breakOff(Failure because) {
        if (!closed) {
            stop.breakOff(because);
        }
    }

    private synchronized void noLonger() {
        closed = true;
    }

    Lease lease() {
        return lease;
    }

    public JournalWriter journal() {
        return JournalWriter.under(lease, journalSession);
    }

    public SessionPool workers() {
        return workers;
    }

    @Override
    public void close() {
        noLonger();
        heart.shutdownNow();
        workers.close();
        journalSession.close();
        try {
            if (engineSessions.control().usable()) {
                lease.release(engineSessions.control());
            }
        } catch (SqlFailure lost) {
            LOG.debug("the lease ends with its session", lost);
        }
    }
}
