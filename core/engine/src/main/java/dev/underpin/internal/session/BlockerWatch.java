package dev.underpin.internal.session;

import dev.underpin.db.Blockers;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, from a second connection, at who keeps a session waiting. */
public final class BlockerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockerWatch.class);

    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> looks;

    private BlockerWatch(
            Blockers blockers, Session watched, Duration first, Duration every, Consumer<List<String>> tell) {
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "underpin-blockers");
            thread.setDaemon(true);
            return thread;
        });
        looks = clock.scheduleWithFixedDelay(
                () -> look(blockers, watched, tell), first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param tell called with those in the way, each time there are any
     */
    public static BlockerWatch over(
            Blockers blockers, Session watched, Duration first, Duration every, Consumer<List<String>> tell) {
        return new BlockerWatch(blockers, watched, first, every, tell);
    }

    private static void look(Blockers blockers, Session watched, Consumer<List<String>> tell) {
        try {
            List<String> found = blockers.of(watched.backendPid());
            if (!found.isEmpty()) {
                tell.accept(found);
            }
        } catch (RuntimeException unseen) {
            LOG.debug("could not look at blockers", SqlFailure.of(unseen));
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
        clock.shutdown();
    }
}
