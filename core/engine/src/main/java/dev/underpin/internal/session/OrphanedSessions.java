package dev.underpin.internal.session;

import dev.underpin.db.Backend;
import dev.underpin.db.Deadline;
import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.spi.server.ActivityStatements;
import dev.underpin.spi.server.ActivityStatements.Left;
import java.time.Duration;
import java.util.List;

/** Sessions of ours whose connection was lost, and whose server processes may go on for a while. */
final class OrphanedSessions {

    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Session session;

    OrphanedSessions(Session session) {
        this.session = session;
    }

    /**
     * Ends them and waits a little until they are gone: they hold the lease, and what they were told last may yet take effect.
     * Nobody else's is touched: a process that began at the same moment is the same.
     */
    void end(List<Backend> left) {
        Deadline end = Deadline.in(END_WITHIN);
        while (endOnce(left) && !end.passed()) {
            // The server has waited.
        }
    }

    /** Returns whether any of them is still there. */
    private boolean endOnce(List<Backend> left) {
        if (left.isEmpty()) {
            return false;
        }
        ActivityStatements activity = session.dialect().statements(ActivityStatements.class);
        List<Left> processes = left.stream()
                .map(backend -> new Left(backend.pid(), backend.started()))
                .toList();
        return RowMapper.map(session.query(activity.end(processes, WAIT)), StillThere.class)
                .get(0)
                .any();
    }

    private record StillThere(boolean any) {}
}
