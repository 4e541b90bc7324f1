package dev.underpin.engine;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.journal.Programs.ActionRow;
import dev.underpin.journal.Programs.ActionState;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.Autocommit;
import dev.underpin.spi.Autocommit.State;
import dev.underpin.spi.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a statement that cannot stand in a transaction: its intent is durable before, its success after, and between the
 * two only its probe knows. A patient statement has no lock timeout; one that would make others queue has the plan's.
 */
final class AutocommitExecutor implements ActionExecutor<Autocommit> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    @Override
    public Ended execute(Autocommit action, ActionRow row, StepScope scope) {
        boolean begunBefore = row.state() == ActionState.INTENT;
        State state = probe(action, scope);
        if (state == State.DONE) {
            ActionState ended = begunBefore ? ActionState.APPLIED : ActionState.SKIPPED;
            scope.run().programs().end(row.id(), ended, 0, Map.of());
            return new Ended(0, !begunBefore);
        }
        if (begunBefore && state == State.PARTIAL) {
            state = repair(action, scope);
        }
        boolean first = state == State.UNKNOWN && !begunBefore;
        if (state != State.ABSENT && !first) {
            throw inTheWay(action, state, scope, begunBefore);
        }
        scope.run().programs().begin(row.id());
        scope.run().reached(Failpoint.AUTOCOMMIT_INTENT, action.key());
        run(action, row, scope);
        scope.run().reached(Failpoint.AUTOCOMMIT_EXECUTED, action.key());
        scope.run().programs().end(row.id(), ActionState.APPLIED, 0, Map.of());
        return Ended.applied(0);
    }

    private void run(Autocommit action, ActionRow row, StepScope scope) {
        LockBudget budget = new LockBudget(scope, action.key());
        while (true) {
            scope.run().stop().check();
            Optional<SqlFailure> failure = scope.run().workers().with(session -> tried(action, scope, session));
            if (failure.isEmpty()) {
                return;
            }
            scope.run()
                    .programs()
                    .failed(row.id(), failure.get().sqlState(), failure.get().serverMessage());
            State left = settle(action, scope, failure.get());
            boolean passing = LockBudget.passing(failure.get());
            if (left == State.UNKNOWN && !passing) {
                scope.run().programs().end(row.id(), ActionState.ABANDONED, 0, Map.of());
            }
            if (Replan.isDueTo(failure.get())) {
                throw new Replan(failure.get().serverMessage(), failure.get());
            }
            if (!passing) {
                throw failure.get();
            }
            budget.gaveWay("another transaction was in the way");
        }
    }

    private Optional<SqlFailure> tried(Autocommit action, StepScope scope, Session session) {
        try (Watchdog watchdog = new Watchdog(action, scope, session)) {
            execute(action.statement(), scope, session);
            return Optional.empty();
        } catch (SqlFailure failure) {
            return Optional.of(failure);
        }
    }

    private static void execute(Sql statement, StepScope scope, Session session) {
        long timeout =
                statement.queueForming() ? scope.run().settings().lockTimeout().toMillis() : 0;
        session.command("SET lock_timeout = " + timeout);
        try {
            session.execute(statement);
        } finally {
            if (timeout > 0 && session.usable()) {
                session.command("SET lock_timeout = 0");
            }
        }
    }

    /**
     * After a failed attempt: what it left is removed, so that nothing half-made stays behind. Where no probe can tell, the
     * server's word that it failed must do.
     */
    private State settle(Autocommit action, StepScope scope, SqlFailure failure) {
        if (failure.connectionLost()) {
            throw Failures.lost(scope.run().plan(), scope.id(), failure);
        }
        State left = probe(action, scope);
        return left == State.PARTIAL ? repair(action, scope) : left;
    }

    /** Removes or finishes what a broken attempt of ours left; tells what is there then. */
    State repair(Autocommit action, StepScope scope) {
        for (Sql statement : action.repair()) {
            scope.run().workers().with(session -> {
                execute(statement, scope, session);
                return statement;
            });
        }
        return probe(action, scope);
    }

    State probe(Autocommit action, StepScope scope) {
        String answer = scope.run()
                .workers()
                .with(session -> session.query(action.probe()).first());
        return answer == null ? State.ABSENT : State.valueOf(answer);
    }

    private static RuntimeException inTheWay(Autocommit action, State state, StepScope scope, boolean begunBefore) {
        String what = switch (state) {
            case FOREIGN -> "an object of somebody else's has that name";
            case PARTIAL ->
                "a half-made object is in the way"
                        + (begunBefore ? " and could not be repaired" : " that this run did not make");
            default -> "it cannot be told whether it has been done";
        };
        return Failures.of(
                begunBefore ? Outcome.STOPPED : Outcome.REFUSED,
                scope.id(),
                "E2105",
                action.key() + ": " + what,
                "Look at the object; remove or rename what is not ours, then go on.");
    }

    /** Names who keeps the statement waiting, and cancels it when its patience has ended or a stop is requested. */
    private static final class Watchdog implements AutoCloseable {

        private final BlockerWatch watch;
        private final long startNanos = System.nanoTime();

        Watchdog(Autocommit action, StepScope scope, Session session) {
            Deadline end = Deadline.in(action.patience().orElse(Duration.ofDays(365)));
            watch = BlockerWatch.over(
                    scope.run().blockers(),
                    session,
                    LOOK_EVERY,
                    LOOK_EVERY,
                    blockers -> look(action, scope, session, end, blockers));
        }

        private void look(Autocommit action, StepScope scope, Session session, Deadline end, List<String> blockers) {
            Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
            scope.run()
                    .listener()
                    .on(new RunEvent.Waiting(
                            scope.id(), action.key(), "waits for older transactions", 1, waited, blockers));
            if (end.passed()) {
                session.cancel();
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
