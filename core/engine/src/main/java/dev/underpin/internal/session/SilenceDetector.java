package dev.underpin.internal.session;

import dev.underpin.db.Backend;
import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ActivityStatements;
import dev.underpin.spi.server.ActivityStatements.Idle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what no exception tells: that an answer is not going to come. A session that waits for one while the server's process is
 * gone, or has long been idle, is dropped, and all are if the server cannot be reached any more; whoever waits then hears of it.
 */
final class SilenceDetector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceDetector.class);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

    private final Supplier<Session> opener;
    private final Supplier<List<Session>> watched;
    private final Duration silence;
    private final List<Session> spares = new ArrayList<>();
    private final ScheduledExecutorService clock;
    private Set<Backend> missing = Set.of();
    private Session asking;

    /**
     * @param asking answers within the time of silence, or not at all
     * @param opener of another such session, should that one be lost
     */
    SilenceDetector(Session asking, Supplier<Session> opener, Supplier<List<Session>> watched, Duration silence) {
        this.asking = asking;
        this.opener = opener;
        this.watched = watched;
        this.silence = silence;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "underpin-pulse");
            thread.setDaemon(true);
            return thread;
        });
        long interval = Math.min(LONGEST_INTERVAL.toMillis(), Math.max(100, silence.toMillis() / 3));
        clock.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            look();
        } catch (RuntimeException unseen) {
            LOG.debug("the sessions could not be looked after", unseen);
            if (SqlFailure.of(unseen) instanceof SqlFailure failure && failure.connectionLost()) {
                replace();
            }
        }
    }

    private void look() {
        List<Session> open = watched.get().stream().filter(Session::open).toList();
        Sql question = asking.dialect()
                .statements(ActivityStatements.class)
                .idle(open.stream().map(Session::backendPid).toList());
        Map<Backend, Duration> idle = RowMapper.map(asking.query(question), Idle.class).stream()
                .collect(Collectors.toMap(
                        row -> new Backend(row.process(), row.started()),
                        row -> Duration.ofMillis(Math.round(row.seconds() * 1000)),
                        (one, other) -> one));
        Set<Backend> gone = new HashSet<>();
        for (Session session : open) {
            Duration known = idle.get(session.backend());
            if (known == null) {
                gone.add(session.backend());
            }
            boolean ended = known == null && missing.contains(session.backend());
            if (ended || known != null && unanswered(session, known)) {
                LOG.debug("no answer will come from server process {}", session.backendPid());
                session.abort();
            }
        }
        missing = gone;
    }

    private boolean unanswered(Session session, Duration idle) {
        return idle.compareTo(silence) > 0 && session.waitingForAnswer().compareTo(silence) > 0;
    }

    /** The asking session may have been ended alone, as idle ones are; what works is then none the worse for it. */
    private void replace() {
        CompletableFuture<Session> coming = new CompletableFuture<>();
        Thread opening = new Thread(() -> open(coming), "underpin-pulse-connect");
        opening.setDaemon(true);
        opening.start();
        try {
            asking = coming.get(silence.toMillis(), TimeUnit.MILLISECONDS);
            spares.add(asking);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            coming.cancel(false);
        } catch (ExecutionException | TimeoutException unreachable) {
            coming.cancel(false);
            LOG.debug("the server cannot be reached", unreachable);
            watched.get().forEach(Session::abort);
        }
    }

    /** One that comes too late is not wanted any more. */
    private void open(CompletableFuture<Session> coming) {
        try {
            Session session = opener.get();
            if (!coming.complete(session)) {
                session.close();
            }
        } catch (RuntimeException failure) {
            coming.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        spares.forEach(Session::close);
    }
}
