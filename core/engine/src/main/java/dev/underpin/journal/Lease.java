package dev.underpin.journal;

import dev.underpin.db.Session;
import dev.underpin.report.Activity;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.StatusReport.Holder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The right to work on a plan in a database: a session advisory lock on an autocommit connection, and an epoch in a row
 * that every write of the journal is conditional on. The lock dies with its session; a row alone blocks nobody.
 */
public final class Lease {

    private final String scope;
    private final long epoch;

    Lease(String scope, long epoch) {
        this.scope = scope;
        this.epoch = epoch;
    }

    /** Tries once to take the lease. Empty: somebody else holds it. */
    public static Optional<Lease> tryTake(Session control, String scope, String host, String command) {
        DSLContext dsl = control.dsl();
        boolean locked = dsl.fetchSingle("SELECT pg_catalog.pg_try_advisory_lock(?)", runnerKey(scope))
                .get(0, Boolean.class);
        if (!locked) {
            return Optional.empty();
        }
        Record row = dsl.fetchSingle("""
                INSERT INTO underpin.lease AS l (scope, epoch, host, backend_pid, command, acquired_at, heartbeat_at)
                VALUES (?, 1, ?, pg_catalog.pg_backend_pid(), ?, pg_catalog.clock_timestamp(), pg_catalog.clock_timestamp())
                ON CONFLICT (scope) DO UPDATE
                SET epoch = l.epoch + 1, host = excluded.host, backend_pid = excluded.backend_pid, command = excluded.command,
                    run = NULL, activity = NULL, acquired_at = excluded.acquired_at, heartbeat_at = excluded.heartbeat_at, released_at = NULL
                RETURNING epoch
                """, scope, host, command);
        return Optional.of(new Lease(scope, row.get(0, Long.class)));
    }

    /** Who holds the scope right now, for people. */
    public static Optional<String> holder(Session session, String scope) {
        return session.dsl().fetchOptional("""
                        SELECT pg_catalog.format('%s on %s (server process %s) since %s, run %s', l.command, l.host,
                                 l.backend_pid, pg_catalog.date_trunc('second', l.acquired_at), coalesce(l.run::text, 'not begun'))
                        FROM underpin.lease AS l
                        WHERE l.scope = ? AND EXISTS (
                          SELECT FROM pg_catalog.pg_locks AS k
                          WHERE k.locktype = 'advisory' AND k.pid = l.backend_pid AND k.granted AND k.objsubid = 1
                            AND (k.classid::bigint << 32) | k.objid::bigint
                              = ('x' || pg_catalog.encode(pg_catalog.substring(pg_catalog.sha256(pg_catalog.convert_to('runner:' || l.scope, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint)
                        """, scope).map(row -> row.get(0, String.class));
    }

    /** Who holds which scope right now. */
    public static List<Holder> holders(Session session) {
        return session.dsl()
                .fetch("""
                        SELECT l.scope, l.host, l.backend_pid, l.command, pg_catalog.date_trunc('second', l.acquired_at)::text AS since, l.run::text AS run,
                               l.activity::text AS activity,
                               (extract(epoch FROM pg_catalog.clock_timestamp() - l.heartbeat_at) * 1000)::bigint AS told_ago
                        FROM underpin.lease AS l
                        WHERE EXISTS (
                          SELECT FROM pg_catalog.pg_locks AS k
                          WHERE k.locktype = 'advisory' AND k.pid = l.backend_pid AND k.granted AND k.objsubid = 1
                            AND (k.classid::bigint << 32) | k.objid::bigint
                              = ('x' || pg_catalog.encode(pg_catalog.substring(pg_catalog.sha256(pg_catalog.convert_to('runner:' || l.scope, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint)
                        ORDER BY l.scope
                        """)
                .map(row -> new Holder(
                        row.get("scope", String.class),
                        row.get("host", String.class),
                        row.get("backend_pid", Integer.class),
                        row.get("command", String.class),
                        row.get("since", String.class),
                        Optional.ofNullable(row.get("run", String.class)),
                        Optional.ofNullable(row.get("activity", String.class))
                                .map(text -> new JournalJson().read(text, Activity.class)),
                        Duration.ofMillis(Math.max(0, row.get("told_ago", Long.class)))));
    }

    /** Held, shared, by each session that works under this lease; a later runner sees orphans by it. */
    public void enlist(Session worker) {
        boolean enlisted = worker.dsl()
                .fetchSingle("SELECT pg_catalog.pg_try_advisory_lock_shared(?)", workersKey(scope))
                .get(0, Boolean.class);
        if (!enlisted) {
            throw new Failure(
                    Outcome.BUSY,
                    EngineCodes.TAKEN_OVER_JUST_NOW,
                    "another runner is taking over this plan",
                    "Look at `underpin status` before you go on.");
        }
    }

    /** Whether sessions of an earlier runner are still at work. */
    public boolean orphansAlive(Session control) {
        DSLContext dsl = control.dsl();
        boolean alone = dsl.fetchSingle("SELECT pg_catalog.pg_try_advisory_lock(?)", workersKey(scope))
                .get(0, Boolean.class);
        if (alone) {
            dsl.fetch("SELECT pg_catalog.pg_advisory_unlock(?)", workersKey(scope));
        }
        return !alone;
    }

    /**
     * Inside a transaction: makes sure that the lease is still ours at its commit. A taker-over waits for the transaction.
     */
    public void fence(Session session) {
        boolean ours = session.dsl()
                .fetchOptional("SELECT 1 FROM underpin.lease WHERE scope = ? AND epoch = ? FOR KEY SHARE", scope, epoch)
                .isPresent();
        if (!ours) {
            throw new Failure(
                    Outcome.STOPPED,
                    EngineCodes.TAKEN_OVER,
                    "another runner has taken over this plan; this one has stopped without a further change",
                    "Look at `underpin status`.");
        }
    }

    /** @param activity what the runner does, as JSON */
    public void heartbeat(Session control, String run, String activity) {
        control.dsl()
                .execute(
                        "UPDATE underpin.lease SET heartbeat_at = pg_catalog.clock_timestamp(), run = ?::uuid, activity = ?::jsonb WHERE scope = ? AND epoch = ?",
                        run,
                        activity,
                        scope,
                        epoch);
    }

    public void release(Session control) {
        control.dsl()
                .execute(
                        "UPDATE underpin.lease SET released_at = pg_catalog.clock_timestamp() WHERE scope = ? AND epoch = ?",
                        scope,
                        epoch);
        control.dsl().fetch("SELECT pg_catalog.pg_advisory_unlock(?)", runnerKey(scope));
    }

    public long epoch() {
        return epoch;
    }

    private static long runnerKey(String scope) {
        return key("runner:" + scope);
    }

    private static long workersKey(String scope) {
        return key("workers:" + scope);
    }

    /** Advisory locks are per database; 64 bits of a digest keep scopes apart. */
    private static long key(String text) {
        return Sha256.of(text).leading64();
    }
}
