package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.session.BlockerWatch;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Autocommit.State;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.TimeLimitStatements;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a statement that cannot stand in a transaction: its intent is durable before, its success after, and between the
 * two only its probe knows. A patient statement has no lock timeout; one that would make others queue has the plan's.
 */
public final class AutocommitExecutor implements ActionExecutor<Autocommit> {

    /** A person has to say what became of a statement. */
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
        run(action, row, scope);
        scope.run().reached(Failpoint.AUTOCOMMIT_EXECUTED, action.key());
        scope.run().programs().end(row.id(), ActionState.APPLIED, 0, Map.of());
        return Ended.applied(0);
    }

    private void run(Autocommit action, ActionRow row, StepScope scope) {
        LockBudget budget = new LockBudget(scope, action.key());
        while (true) {
            scope.run().stop().check();
            scope.run().programs().begin(row.id());
            scope.run().reached(Failpoint.AUTOCOMMIT_INTENT, action.key());
            Patience patience = new Patience(action);
            Optional<SqlFailure> failure =
                    scope.run().workers().with(session -> tried(action, patience, scope, session));
            if (failure.isEmpty()) {
                return;
            }
            scope.run()
                    .programs()
                    .failed(row.id(), failure.get().sqlState(), failure.get().serverMessage());
            settle(action, row, scope, failure.get());
            if (failure.get().canceled()) {
                scope.run().stop().check();
                throw patience.ended() ? patience.spent(scope) : StepFailures.canceled(scope, action.key());
            }
            if (Replan.isDueTo(failure.get())) {
                throw new Replan(failure.get().serverMessage(), failure.get());
            }
            if (!LockBudget.passing(failure.get())) {
                throw failure.get();
            }
            budget.gaveWay("another transaction was in the way");
        }
    }

    private Optional<SqlFailure> tried(Autocommit action, Patience patience, StepScope scope, Session session) {
        try (Watchdog watchdog = new Watchdog(action, patience, scope, session)) {
            execute(action.statement(), scope, session);
            return Optional.empty();
        } catch (SqlFailure failure) {
            return Optional.of(failure);
        }
    }

    private static void execute(Sql statement, StepScope scope, Session session) {
        Duration timeout = statement.queueForming() ? scope.run().settings().lockTimeout() : Duration.ZERO;
        TimeLimitStatements limits = session.dialect().statements(TimeLimitStatements.class);
        session.command(limits.lockWait(timeout));
        try {
            session.execute(statement);
        } finally {
            if (!timeout.isZero() && session.usable()) {
                session.command(limits.lockWait(Duration.ZERO));
            }
        }
    }

    /**
     * After a failed attempt: what it left is removed, so that nothing half-made stays behind. Where no probe can tell, the
     * server's word that it failed must do.
     */
    private void settle(Autocommit action, ActionRow row, StepScope scope, SqlFailure failure) {
        if (failure.connectionLost()) {
            throw ServerFailures.lost(scope.run().plan(), scope.id(), failure);
        }
        State left = probe(action, scope);
        boolean repaired = left == State.PARTIAL;
        if (repaired) {
            left = repair(action, scope);
        }
        boolean gone = left == State.UNKNOWN || left == State.ABSENT;
        if (gone && (failure.canceled() || !repaired)) {
            scope.run().programs().notBegun(row.id());
        }
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

    public State probe(Autocommit action, StepScope scope) {
        String answer = scope.run()
                .workers()
                .with(session ->
                        session.readingOnly(() -> session.query(action.probe())).first());
        return answer == null ? State.ABSENT : State.valueOf(answer);
    }

    private static RuntimeException inTheWay(Autocommit action, State state, StepScope scope, boolean begunBefore) {
        if (state == State.UNKNOWN) {
            return undecided(action, scope);
        }
        String what = state == State.FOREIGN
                ? "an object of somebody else's has that name"
                : "a half-made object is in the way"
                        + (begunBefore ? " and could not be repaired" : " that this run did not make");
        return StepFailures.of(
                begunBefore ? Outcome.STOPPED : Outcome.REFUSED,
                scope.id(),
                EngineCodes.NOT_OURS,
                action.key() + ": " + what,
                "Look at the object; remove or rename what is not ours, then go on.");
    }

    /** Begun by a runner that did not see its end, and nothing in the database tells. */
    static Failure undecided(Autocommit action, StepScope scope) {
        String plan = scope.run().plan();
        return StepFailures.of(
                Outcome.STOPPED,
                scope.id(),
                EngineCodes.UNDECIDED,
                action.title() + ": it was interrupted, and it cannot be told whether it took effect",
                "Look whether it did, and say so: `underpin resume " + plan + " --assume-done " + scope.id()
                        + "` or `underpin resume " + plan + " --assume-not-done " + scope.id()
                        + "`; `underpin rollback` takes the same options.");
    }

    /** How long one attempt may take. */
    private static final class Patience {

        private final Autocommit action;
        private final long startNanos = System.nanoTime();
        private final Deadline end;
        private volatile boolean ended;
        private volatile List<String> blockers = List.of();

        Patience(Autocommit action) {
            this.action = action;
            this.end = Deadline.in(action.patience().orElse(Duration.ofDays(365)));
        }

        Duration waited() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }

        /** Whether it is over, now that these are in the way. */
        boolean endsWith(List<String> inTheWay) {
            blockers = List.copyOf(inTheWay);
            ended = end.passed();
            return ended;
        }

        boolean ended() {
            return ended;
        }

        Failure spent(StepScope scope) {
            return new Failure(
                    Outcome.BUSY,
                    Problem.of(
                                    scope.id(),
                                    Finding.error(
                                            EngineCodes.OUT_OF_PATIENCE,
                                            action.title() + ": older transactions were in the way for longer than "
                                                    + waited().toSeconds() + " s; what it had begun is removed",
                                            "End them, or give the step more patience; then go on."))
                            .with(blockers.stream()
                                    .map(blocker -> "blocked by " + blocker)
                                    .toList()));
        }
    }

    /** Names who keeps the statement waiting, and cancels it when its patience has ended. */
    private static final class Watchdog implements AutoCloseable {

        private final BlockerWatch watch;

        Watchdog(Autocommit action, Patience patience, StepScope scope, Session session) {
            watch = BlockerWatch.over(
                    scope.run().blockers(),
                    session,
                    LOOK_EVERY,
                    LOOK_EVERY,
                    blockers -> look(action, patience, scope, session, blockers));
        }

        private void look(
                Autocommit action, Patience patience, StepScope scope, Session session, List<String> blockers) {
            scope.run()
                    .listener()
                    .on(new RunEvent.Waiting(
                            scope.id(), action.key(), "waits for older transactions", 1, patience.waited(), blockers));
            if (patience.endsWith(blockers)) {
                session.cancel();
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
