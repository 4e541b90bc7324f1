package dev.underpin.db;

import dev.underpin.spi.LockMode;
import dev.underpin.spi.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Names who stands in the way of a session, or would. */
public final class Blockers {

    private static final String DESCRIBE = """
            SELECT pg_catalog.format('pid %s app=%s user=%s %s for %s: %s',
                     a.pid, coalesce(nullif(a.application_name, ''), '?'), coalesce(a.usename, a.backend_type, '?'),
                     coalesce(a.state, 'state unknown'),
                     coalesce(pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text, 'an unknown time'),
                     coalesce(pg_catalog.left(pg_catalog.regexp_replace(pg_catalog.regexp_replace(a.query, '''([^'']|'''')*''', '''…''', 'g'), '\\s+', ' ', 'g'), 100), ''))
            """;

    /** It has no process: its locks are those of who holds its transaction's. */
    private static final String PREPARED = """
            SELECT DISTINCT pg_catalog.format('prepared transaction %L of %s since %s', p.gid, p.owner, p.prepared)
            FROM pg_catalog.pg_prepared_xacts AS p
            JOIN pg_catalog.pg_locks AS t ON t.transactionid = p.transaction AND t.pid IS NULL AND t.granted
            JOIN pg_catalog.pg_locks AS l ON l.virtualtransaction = t.virtualtransaction AND l.pid IS NULL AND l.granted
            WHERE p.database = pg_catalog.current_database()
            """;

    /** A role without pg_read_all_stats sees nobody else's snapshot, and no state either. */
    private static final String HOLDING = """
             FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted
              AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
              AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
              AND (a.backend_xmin IS NOT NULL OR a.state IS NULL)
            """;

    private static final String BEHIND_PREPARED = PREPARED + """
              AND EXISTS (
                SELECT FROM pg_catalog.pg_locks AS w
                WHERE w.pid = ? AND NOT w.granted
                  AND ((w.database, w.relation) = (l.database, l.relation) OR w.transactionid = l.transactionid))
            """;

    /** {@code LOCK TABLE … IN SHARE UPDATE EXCLUSIVE MODE} is asked for first, and waits for these where nobody queues. */
    private static final Set<LockMode> WAITED_FOR = Set.of(LockMode.SHARE_UPDATE_EXCLUSIVE);

    private final Session observer;

    public Blockers(Session observer) {
        this.observer = observer;
    }

    /** Those that the waiting backend waits for right now; empty if it does not wait. */
    public synchronized List<String> of(int backendPid) {
        List<String> found = new ArrayList<>(observer.dsl()
                .fetch(
                        DESCRIBE
                                + " FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(?)) ORDER BY a.xact_start",
                        backendPid)
                .getValues(0, String.class));
        found.addAll(observer.dsl().fetch(BEHIND_PREPARED, backendPid).getValues(0, String.class));
        return found;
    }

    /**
     * The transactions of other sessions of the database that hold a snapshot, by virtual id. Those of whom we may not see
     * whether they do are among them.
     */
    public synchronized List<String> snapshotHolders() {
        return observer.dsl().fetch("SELECT l.virtualxid" + HOLDING).getValues(0, String.class);
    }

    /** Those of the transactions that still hold a snapshot. */
    public synchronized List<String> stillHolding(List<String> virtualIds) {
        return observer.dsl()
                .fetch(DESCRIBE + HOLDING + " AND l.virtualxid = ANY (?::text[]) ORDER BY a.xact_start, a.pid", (Object)
                        virtualIds.toArray(String[]::new))
                .getValues(0, String.class);
    }

    /**
     * Transactions older than {@code age} with whose locks on the relation the wanted one conflicts; to queue behind them
     * would make everybody else wait too. Left out: sessions whose age we may not see, and those that are waited for in a
     * mode behind which nobody queues (VACUUM, CREATE INDEX CONCURRENTLY; autovacuum even gives way).
     */
    public synchronized List<String> longHolders(QualifiedName relation, LockMode wanted, Duration age, int exceptPid) {
        String[] conflicting = Arrays.stream(LockMode.values())
                .filter(wanted::conflictsWith)
                .filter(mode -> !WAITED_FOR.contains(mode))
                .map(LockMode::catalogName)
                .toArray(String[]::new);
        List<String> found = new ArrayList<>(observer.dsl()
                .fetch(DESCRIBE + """
                                FROM pg_catalog.pg_stat_activity AS a
                                WHERE a.pid <> ? AND a.xact_start < pg_catalog.clock_timestamp() - ? * interval '1 millisecond'
                                  AND EXISTS (
                                    SELECT FROM pg_catalog.pg_locks AS l
                                    JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
                                    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                                    JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
                                    WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.mode = ANY (?::text[])
                                      AND n.nspname = ? AND c.relname = ?)
                                ORDER BY a.xact_start
                                """, exceptPid, age.toMillis(), conflicting, relation.schema(), relation.local())
                .getValues(0, String.class));
        found.addAll(observer.dsl()
                .fetch(PREPARED + """
                                  AND p.prepared < pg_catalog.clock_timestamp() - ? * interval '1 millisecond'
                                  AND l.mode = ANY (?::text[])
                                  AND l.relation = pg_catalog.to_regclass(pg_catalog.format('%I.%I', ?::text, ?::text))
                                """, age.toMillis(), conflicting, relation.schema(), relation.local())
                .getValues(0, String.class));
        return found;
    }
}
