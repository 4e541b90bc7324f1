package dev.underpin.internal.sync;

import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.spi.program.Sync;
import java.util.Map;
import java.util.Optional;

/**
 * Replays a key log on one session. Each call works inside the caller's READ COMMITTED transaction: entries are consumed
 * before the source is read, so that what they stand for is seen in its latest committed state.
 */
public final class LogReplay {

    /** Bounds the memory of the server's temporary table within one round of {@link #drain}. */
    private static final long ROUND = 20_000;

    private final Session session;
    private final Sync sync;

    public LogReplay(Session session, Sync sync) {
        this.session = session;
        this.sync = sync;
    }

    /** Before the first transaction that replays: what the session needs. */
    public void prepare() {
        sync.prepare().forEach(session::execute);
    }

    /** How many entries wait; where the log itself stops counting, at least so many. */
    public long pending() {
        return Long.parseLong(
                Optional.ofNullable(session.query(sync.pending()).first()).orElse("0"));
    }

    /** Replays up to {@code most} entries. Returns how many it took out of the log. */
    public long replay(long most) {
        long consumed = session.execute(sync.consume(), Map.of("n", Long.toString(most)));
        if (consumed > 0) {
            session.executeAll(sync.replay());
        }
        return consumed;
    }

    /** Replays until the log is empty or the deadline has passed. Returns how many entries it took out. */
    public long drain(Optional<Deadline> deadline) {
        long total = 0;
        long consumed;
        do {
            consumed = replay(ROUND);
            total += consumed;
        } while (consumed > 0 && deadline.map(end -> !end.passed()).orElse(true));
        return total;
    }
}
