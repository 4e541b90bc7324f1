package dev.underpin.internal.execution;

import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.sync.LogReplay;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.TimeLimitStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One try of a transaction: its operations under one deadline that begins with the first queue-forming lock request. */
final class TransactionAttempt {

    /** In milliseconds: when the server ends a wait, the budget must be seen to be spent. */
    private static final long A_LITTLE_LATER = 10;

    /** In milliseconds; others may be kept waiting for so much longer. */
    private static final long WORTH_TELLING = 10;

    private static final int LONGEST_TOLD = 120;

    private final Session session;
    private final TimeLimitStatements limits;
    private final StepScope scope;
    private final Checks checks;
    private final LockBudget budget;
    private final Duration hold;
    private final Map<String, String> evidence = new HashMap<>();
    private @Nullable Deadline deadline;
    private long told = Long.MAX_VALUE;
    private String current = "";
    private List<String> replanOn = List.of();

    TransactionAttempt(Session session, StepScope scope, Checks checks, LockBudget budget, Duration hold) {
        this.session = session;
        this.limits = session.dialect().statements(TimeLimitStatements.class);
        this.scope = scope;
        this.checks = checks;
        this.budget = budget;
        this.hold = hold;
    }

    /** Outside the transaction: what a later drain needs in this session, and which refusals it can be blamed for. */
    void prepare(Drain drain) {
        new LogReplay(session, drain.sync()).prepare();
        replanOn = drain.sync().replanOn();
    }

    long run(List<Op> ops) {
        long rows = 0;
        takePatientlyFirst(ops);
        for (Op op : ops) {
            current = describe(op);
            if (deadline == null && op instanceof Sql sql && sql.queueForming()) {
                beginHold();
            }
            bound();
            rows += perform(op);
        }
        return rows;
    }

    private long perform(Op op) {
        if (op instanceof Sql sql) {
            return session.execute(sql);
        }
        if (op instanceof Drain drain) {
            return new LogReplay(session, drain.sync()).drain(Optional.ofNullable(deadline));
        }
        if (op instanceof Identify identify) {
            evidence.putAll(ObjectIdentities.note(session, identify));
            return 0;
        }
        Check check = (Check) op;
        Checks.Verdict verdict = checks.ask(session, check, scope);
        scope.tell(check, verdict);
        evidence.putAll(verdict.evidence());
        if (!verdict.passed()) {
            Checks.missed(check, verdict, scope);
        }
        return 0;
    }

    /**
     * A vacuum of the server's own gives way only to a request that has waited for a while. So that nobody queues meanwhile, the
     * strongest mode that blocks no reader and no writer is asked for first, however long that takes: before all else,
     * so that what is done ahead of the locks is done just ahead of them. Tables of our own are vacuumed too.
     */
    private void takePatientlyFirst(List<Op> ops) {
        Set<QualifiedName> tables = new LinkedHashSet<>();
        if (ops.stream().noneMatch(op -> op instanceof Sql sql && sql.queueForming())) {
            return;
        }
        for (Op op : ops) {
            if (op instanceof Sql sql) {
                sql.locks().stream()
                        .filter(lock -> lock.mode().conflictsWith(LockMode.SHARE_UPDATE_EXCLUSIVE))
                        .flatMap(lock -> lock.relation().stream())
                        .forEach(tables::add);
            }
        }
        tables.removeIf(table -> !mayLock(table));
        session.command(limits.statement(
                Duration.ofMillis(Math.max(0, budget.end().remaining().toMillis()) + A_LITTLE_LATER)));
        for (QualifiedName table : tables) {
            try {
                session.execute(limits.lockAmongReadersAndWriters(table));
            } catch (SqlFailure failure) {
                if (failure.canceled()) {
                    budget.waitedInVain("waited for a vacuum or another change of " + table);
                }
                throw failure;
            }
        }
        session.command(limits.statement(Duration.ZERO));
    }

    /** Who may only refer to another's table cannot lock it alone. */
    private boolean mayLock(QualifiedName relation) {
        return session.query(limits.lockable(relation)).size() > 0;
    }

    /** A standby that answers slowly must not make others wait, nor a client that has been stopped. */
    private void beginHold() {
        limits.hold(hold.plusSeconds(1)).forEach(session::command);
        deadline = Deadline.in(hold);
    }

    /**
     * The server itself keeps the rest of the hold. A longer hold than the plan's {@code lockTimeout} is one for the work
     * under the locks: to wait for them, with others queueing behind, is never allowed longer than that. To tell the server
     * takes as long as an ordinary statement, so that a few milliseconds less are not told.
     */
    private void bound() {
        if (deadline == null) {
            return;
        }
        long left = deadline.remaining().toMillis();
        if (left < 1) {
            throw new HeldTooLong();
        }
        if (told - left < WORTH_TELLING) {
            return;
        }
        told = left;
        long wait = Math.min(left, scope.run().settings().lockTimeout().toMillis());
        session.command(limits.rest(Duration.ofMillis(wait), Duration.ofMillis(left + 1)));
    }

    void mayCommit() {
        if (deadline != null && deadline.passed()) {
            throw new HeldTooLong();
        }
    }

    boolean bounded() {
        return deadline != null;
    }

    Duration hold() {
        return hold;
    }

    /** What was being done, for people. */
    String current() {
        return current;
    }

    Map<String, String> evidence() {
        return evidence;
    }

    boolean replans(SqlFailure failure) {
        return Replan.isDueTo(failure) || replanOn.contains(failure.sqlState());
    }

    /** A statement can be many lines of catalog queries, of which the first tells enough. */
    private static String brief(String statement) {
        String first = statement.strip().lines().findFirst().orElse("");
        boolean whole = first.length() == statement.strip().length() && first.length() <= LONGEST_TOLD;
        return whole ? first : first.substring(0, Math.min(first.length(), LONGEST_TOLD)) + " …";
    }

    private static String describe(Op op) {
        if (op instanceof Sql sql) {
            return brief(sql.text());
        }
        if (op instanceof Identify) {
            return "noting which objects these are";
        }
        return op instanceof Check check
                ? check.title()
                : "draining the log " + ((Drain) op).sync().id();
    }
}
