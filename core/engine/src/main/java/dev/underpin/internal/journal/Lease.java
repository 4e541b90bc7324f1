package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.CLOCK;
import static dev.underpin.internal.journal.JournalTables.LEASE;

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
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The right to work on a plan in a database: a session advisory lock on an autocommit connection, and an epoch in a row
 * that every write of the journal is conditional on. The lock dies with its session; a row alone blocks nobody.
 */
public final class Lease {

    private static final Field<String> SINCE = DSL.field(
                    "pg_catalog.date_trunc('second', {0})::text", SQLDataType.CLOB, LEASE.acquiredAt)
            .as("since");

    private static final Field<Long> MILLIS_SINCE_HEARTBEAT = DSL.field(
                    "(extract(epoch FROM pg_catalog.clock_timestamp() - {0}) * 1000)::bigint",
                    SQLDataType.BIGINT, LEASE.heartbeatAt)
            .as("told_ago");

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
        long epoch = control.dsl()
                .insertInto(LEASE)
                .set(LEASE.scope, scope)
                .set(LEASE.epoch, 1L)
                .set(LEASE.host, host)
                .set(LEASE.backendPid, control.backendPid())
                .set(LEASE.command, command)
                .set(LEASE.acquiredAt, CLOCK)
                .set(LEASE.heartbeatAt, CLOCK)
                .onConflict(LEASE.scope)
                .doUpdate()
                .set(LEASE.epoch, LEASE.epoch.plus(1L))
                .set(LEASE.host, DSL.excluded(LEASE.host))
                .set(LEASE.backendPid, DSL.excluded(LEASE.backendPid))
                .set(LEASE.command, DSL.excluded(LEASE.command))
                .setNull(LEASE.run)
                .setNull(LEASE.activity)
                .set(LEASE.acquiredAt, DSL.excluded(LEASE.acquiredAt))
                .set(LEASE.heartbeatAt, DSL.excluded(LEASE.heartbeatAt))
                .setNull(LEASE.releasedAt)
                .returningResult(LEASE.epoch)
                .fetchSingle()
                .value1();
        return Optional.of(new Lease(scope, epoch));
    }

    /** Who holds the scope right now, for people. */
    public static Optional<String> holder(Session session, String scope) {
        return held(session, LEASE.scope.eq(scope)).stream()
                .findFirst()
                .map(row -> "%s on %s (server process %s) since %s, run %s"
                        .formatted(
                                row.get(LEASE.command),
                                row.get(LEASE.host),
                                row.get(LEASE.backendPid),
                                row.get(SINCE),
                                Optional.ofNullable(row.get(LEASE.run))
                                        .map(UUID::toString)
                                        .orElse("not begun")));
    }

    /** Who holds which scope right now. */
    public static List<Holder> holders(Session session) {
        return held(session, DSL.noCondition()).stream()
                .map(row -> new Holder(
                        row.get(LEASE.scope),
                        row.get(LEASE.host),
                        row.get(LEASE.backendPid),
                        row.get(LEASE.command),
                        row.get(SINCE),
                        Optional.ofNullable(row.get(LEASE.run)).map(UUID::toString),
                        Optional.ofNullable(row.get(LEASE.activity))
                                .map(activity -> new JournalJson().read(activity.data(), Activity.class)),
                        Duration.ofMillis(Math.max(0, row.get(MILLIS_SINCE_HEARTBEAT)))))
                .toList();
    }

    /** A row alone says nothing: who holds a scope holds the lock on its key, too. */
    private static List<Record> held(Session session, Condition wanted) {
        String keys = locks(session)
                .heldBy(String.join(".", LEASE.backendPid.getQualifiedName().getName()))
                .text();
        Field<Long[]> lockKeys = DSL.field("ARRAY({0})", SQLDataType.BIGINT.array(), DSL.raw(keys))
                .as("lock_keys");
        return session
                .dsl()
                .select(
                        LEASE.scope,
                        LEASE.host,
                        LEASE.backendPid,
                        LEASE.command,
                        LEASE.run,
                        LEASE.activity,
                        SINCE,
                        MILLIS_SINCE_HEARTBEAT,
                        lockKeys)
                .from(LEASE)
                .where(wanted)
                .orderBy(LEASE.scope)
                .stream()
                .<Record>map(row -> row)
                .filter(row -> Arrays.asList(row.get(lockKeys)).contains(runnerKey(row.get(LEASE.scope))))
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
    public void fence(DSLContext session) {
        boolean ours = session.selectOne()
                .from(LEASE)
                .where(mine())
                .forKeyShare()
                .fetchOptional()
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
                .update(LEASE)
                .set(LEASE.heartbeatAt, CLOCK)
                .set(LEASE.run, UUID.fromString(run))
                .set(LEASE.activity, JSONB.jsonb(activity))
                .where(mine())
                .execute();
    }

    private Condition mine() {
        return LEASE.scope.eq(scope).and(LEASE.epoch.eq(epoch));
    }

    public void release(Session control) {
        control.dsl().update(LEASE).set(LEASE.releasedAt, CLOCK).where(mine()).execute();
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
