package dev.underpin.db;

import java.util.List;

/** Names who stands in the way of a session, or would. */
public final class Blockers {

    private static final String DESCRIBE = """
            SELECT pg_catalog.format('pid %s app=%s user=%s %s for %s: %s',
                     a.pid, coalesce(nullif(a.application_name, ''), '?'), coalesce(a.usename, a.backend_type, '?'),
                     coalesce(a.state, 'state unknown'),
                     coalesce(pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text, 'an unknown time'),
                     coalesce(pg_catalog.left(pg_catalog.regexp_replace(pg_catalog.regexp_replace(a.query, '''([^'']|'''')*''', '''…''', 'g'), '\\s+', ' ', 'g'), 100), ''))
            """;

    private static final String PREPARED = """
            SELECT DISTINCT pg_catalog.format('pid 0: prepared transaction %L of %s since %s', p.gid, p.owner, p.prepared)
            FROM pg_catalog.pg_prepared_xacts AS p
            WHERE p.database = pg_catalog.current_database()
            """;

    private final Session observer;

    public Blockers(Session observer) {
        this.observer = observer;
    }

    /** Those that the waiting backend waits for right now; empty if it does not wait. */
    public synchronized List<String> of(int backendPid) {
        List<String> sessions = observer.dsl()
                .fetch(
                        DESCRIBE
                                + " FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(?)) ORDER BY a.xact_start",
                        backendPid)
                .getValues(0, String.class);
        if (!sessions.isEmpty() || !blockedByPrepared(backendPid)) {
            return sessions;
        }
        return observer.dsl().fetch(PREPARED).getValues(0, String.class);
    }

    private boolean blockedByPrepared(int backendPid) {
        return observer.dsl()
                .fetchSingle("SELECT 0 = ANY (pg_catalog.pg_blocking_pids(?))", backendPid)
                .get(0, Boolean.class);
    }

    /**
     * Transactions older than {@code ageMillis} that hold a lock on the relation with which ACCESS EXCLUSIVE would wait; to
     * queue behind them would make everybody else wait too.
     */
    public synchronized List<String> longHolders(String schema, String relation, long ageMillis, int exceptPid) {
        return observer.dsl()
                .fetch(DESCRIBE + """
                                FROM pg_catalog.pg_locks AS l
                                JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
                                JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                                JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
                                WHERE l.locktype = 'relation' AND l.granted
                                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
                                  AND n.nspname = ? AND c.relname = ? AND l.pid <> ?
                                  AND a.xact_start < pg_catalog.clock_timestamp() - ? * interval '1 millisecond'
                                GROUP BY a.pid, a.application_name, a.usename, a.backend_type, a.state, a.xact_start, a.query
                                ORDER BY a.xact_start
                                """, schema, relation, exceptPid, ageMillis)
                .getValues(0, String.class);
    }
}
