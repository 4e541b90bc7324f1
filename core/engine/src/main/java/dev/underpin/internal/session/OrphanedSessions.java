package dev.underpin.internal.session;

import dev.underpin.db.Backend;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import java.time.Duration;
import java.util.List;

/** Sessions of ours whose connection was lost, and whose server processes may go on for a while. */
final class OrphanedSessions {

    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final long WAIT_MILLIS = 1_000;

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
            // pg_terminate_backend has waited.
        }
    }

    /** Returns whether any of them is still there. */
    private boolean endOnce(List<Backend> left) {
        if (left.isEmpty()) {
            return false;
        }
        return session.dsl()
                .fetchSingle(
                        """
                        SELECT coalesce(pg_catalog.bool_or(NOT pg_catalog.pg_terminate_backend(a.pid, ?)), false)
                        FROM pg_catalog.pg_stat_activity AS a
                        JOIN unnest(?::int[], ?::text[]) AS l (pid, started)
                          ON l.pid = a.pid AND l.started = pg_catalog.date_part('epoch', a.backend_start)::text
                        WHERE a.application_name LIKE 'underpin %' AND a.usename = session_user AND a.datname = pg_catalog.current_database()
                        """,
                        WAIT_MILLIS,
                        left.stream().map(Backend::pid).toArray(Integer[]::new),
                        left.stream().map(Backend::started).toArray(String[]::new))
                .get(0, Boolean.class);
    }
}
