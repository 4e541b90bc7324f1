package dev.underpin.internal.journal;

import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.report.Activity;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.StatusReport.Holder;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.AdvisoryLockStatements;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

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
        if (!got(control, locks(control).tryAlone(runnerKey(scope)))) {
            return Optional.empty();
        }
        Record row = control.dsl().fetchSingle("""
                INSERT INTO underpin.lease AS l (scope, epoch, host, backend_pid, command, acquired_at, heartbeat_at)
                VALUES (?, 1, ?, ?, ?, pg_catalog.clock_timestamp(), pg_catalog.clock_timestamp())
                ON CONFLICT (scope) DO UPDATE
                SET epoch = l.epoch + 1, host = excluded.host, backend_pid = excluded.backend_pid, command = excluded.command,
                    run = NULL, activity = NULL, acquired_at = excluded.acquired_at, heartbeat_at = excluded.heartbeat_at, released_at = NULL
                RETURNING epoch
                """, scope, host, control.backendPid(), command);
        return Optional.of(new Lease(scope, row.get(0, Long.class)));
    }

    /** Who holds the scope right now, for people. */
    public static Optional<String> holder(Session session, String scope) {
        return held(session, DSL.condition("l.scope = {0}", DSL.val(scope))).stream()
                .findFirst()
                .map(row -> "%s on %s (server process %s) since %s, run %s"
                        .formatted(
                                row.get("command"),
                                row.get("host"),
                                row.get("backend_pid"),
                                row.get("since"),
                                Optional.ofNullable(row.get("run", String.class))
                                        .orElse("not begun")));
    }

    /** Who holds which scope right now. */
    public static List<Holder> holders(Session session) {
        return held(session, DSL.noCondition()).stream()
                .map(row -> new Holder(
                        row.get("scope", String.class),
                        row.get("host", String.class),
                        row.get("backend_pid", Integer.class),
                        row.get("command", String.class),
                        row.get("since", String.class),
                        Optional.ofNullable(row.get("run", String.class)),
                        Optional.ofNullable(row.get("activity", String.class))
                                .map(text -> new JournalJson().read(text, Activity.class)),
                        Duration.ofMillis(Math.max(0, row.get("told_ago", Long.class)))))
                .toList();
    }

    /** A row alone says nothing: who holds a scope holds the lock on its key, too. */
    private static List<Record> held(Session session, Condition wanted) {
        String lockKeys = locks(session).heldBy("l.backend_pid").text();
        return session.dsl().resultQuery("""
                        SELECT l.scope, l.host, l.backend_pid, l.command, pg_catalog.date_trunc('second', l.acquired_at)::text AS since, l.run::text AS run,
                               l.activity::text AS activity,
                               (extract(epoch FROM pg_catalog.clock_timestamp() - l.heartbeat_at) * 1000)::bigint AS told_ago,
                               ARRAY({0}) AS lock_keys
                        FROM underpin.lease AS l
                        WHERE {1}
                        ORDER BY l.scope
                        """, DSL.raw(lockKeys), wanted).fetch().stream()
                .filter(row -> Arrays.asList(row.get("lock_keys", Long[].class))
                        .contains(runnerKey(row.get("scope", String.class))))
                .toList();
    }

    private static AdvisoryLockStatements locks(Session session) {
        return session.dialect().statements(AdvisoryLockStatements.class);
    }

    private static boolean got(Session session, Sql question) {
        return RowMapper.map(session.query(question), Got.class).get(0).got();
    }

    private record Got(boolean got) {}

    /** Held, shared, by each session that works under this lease; a later runner sees orphans by it. */
    public void enlist(Session worker) {
        boolean enlisted = got(worker, locks(worker).tryShared(workersKey(scope)));
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
        boolean alone = got(control, locks(control).tryAlone(workersKey(scope)));
        if (alone) {
            control.query(locks(control).release(workersKey(scope)));
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
        control.query(locks(control).release(runnerKey(scope)));
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
