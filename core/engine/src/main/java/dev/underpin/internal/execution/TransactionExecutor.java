package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.session.BlockerWatch;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a transaction, and its journal entry in it, as often as others keep it from its locks. One that would make others
 * queue never does so for longer than its hold; any other waits as long as it takes.
 */
public final class TransactionExecutor implements ActionExecutor<Transaction> {

    private static final Duration LONG_TRANSACTION = Duration.ofSeconds(2);

    private final Checks checks;

    TransactionExecutor(Checks checks) {
        this.checks = checks;
    }

    @Override
    public Ended execute(Transaction action, ActionRow row, StepScope scope) {
        LockBudget budget = new LockBudget(scope, action.key());
        List<Lock> queueForming = queueForming(action.ops());
        Duration hold = hold(action, scope);
        while (true) {
            scope.run().stop().check();
            if (mustStandBack(queueForming, scope, budget)) {
                continue;
            }
            Optional<Ended> ended =
                    scope.run().workers().with(session -> attempt(action, row, scope, session, budget, hold));
            if (ended.isPresent()) {
                scope.run().reached(Failpoint.TRANSACTION_COMMITTED, action.key());
                return ended.get();
            }
        }
    }

    /** What a command is given is more than what the plan's author thought would do. */
    private static Duration hold(Transaction action, StepScope scope) {
        Duration planned = action.maxHold().orElse(scope.run().settings().lockTimeout());
        return scope.run()
                .overrides()
                .lockTimeout()
                .filter(given -> given.compareTo(planned) > 0)
                .orElse(planned);
    }

    /** Does not queue behind a transaction that is already old: that would make everybody wait for it. */
    private static boolean mustStandBack(List<Lock> locks, StepScope scope, LockBudget budget) {
        for (Lock lock : locks) {
            List<String> holders = lock.relation()
                    .map(relation -> scope.run().blockers().longHolders(relation, lock.mode(), LONG_TRANSACTION, 0))
                    .orElse(List.of());
            if (!holders.isEmpty()) {
                budget.standBack("a long transaction holds " + lock.relation().orElseThrow(), holders);
                return true;
            }
        }
        return false;
    }

    private Optional<Ended> attempt(
            Transaction action, ActionRow row, StepScope scope, Session session, LockBudget budget, Duration hold) {
        TransactionAttempt attempt = new TransactionAttempt(session, scope, checks, budget, hold);
        try (BlockerWatch watch = watch(session, scope, budget, attempt)) {
            for (Op op : action.ops()) {
                if (op instanceof Drain drain) {
                    attempt.prepare(drain);
                }
            }
            return Optional.of(session.transaction(() -> {
                long rows = attempt.run(action.ops());
                scope.run().reached(Failpoint.TRANSACTION_BEFORE_COMMIT, action.key());
                scope.run().programs().appliedWithin(session, row.id(), rows, attempt.evidence());
                attempt.mayCommit();
                return Ended.applied(rows);
            }));
        } catch (HeldTooLong tooLong) {
            budget.heldTooLong(attempt.current(), hold);
            return Optional.empty();
        } catch (SqlFailure failure) {
            return gaveWay(failure, action, row, scope, budget, attempt);
        }
    }

    private Optional<Ended> gaveWay(
            SqlFailure failure,
            Transaction action,
            ActionRow row,
            StepScope scope,
            LockBudget budget,
            TransactionAttempt attempt) {
        if (failure.connectionLost()) {
            throw ServerFailures.lost(scope.run().plan(), scope.id(), failure);
        }
        scope.run().programs().failed(row.id(), failure.sqlState(), failure.serverMessage());
        if (failure.canceled()) {
            scope.run().stop().check();
        }
        if (LockBudget.passing(failure)) {
            budget.gaveWay("another transaction was in the way");
            return Optional.empty();
        }
        if (failure.canceled() && attempt.bounded()) {
            budget.heldTooLong(attempt.current(), attempt.hold());
            return Optional.empty();
        }
        if (failure.canceled()) {
            throw StepFailures.canceled(scope, action.key());
        }
        if (attempt.replans(failure)) {
            throw new Replan(failure.serverMessage(), failure);
        }
        if (action.refusal().isPresent() && !failure.shortage()) {
            throw StepFailures.stoppedBy(action.refusal().get(), action, scope.id(), failure);
        }
        throw failure;
    }

    private static BlockerWatch watch(Session session, StepScope scope, LockBudget budget, TransactionAttempt attempt) {
        Duration first = attempt.hold().multipliedBy(6).dividedBy(10);
        return BlockerWatch.over(scope.run().blockers(), session, first, Duration.ofSeconds(1), budget::seen);
    }

    private static List<Lock> queueForming(List<Op> ops) {
        List<Lock> locks = new ArrayList<>();
        for (Op op : ops) {
            if (op instanceof Sql sql) {
                sql.locks().stream().filter(Lock::queueForming).forEach(locks::add);
            }
        }
        return locks;
    }
}
