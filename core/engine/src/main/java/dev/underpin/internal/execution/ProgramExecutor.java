package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.internal.batch.Workers;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Kinds;
import dev.underpin.internal.journal.ProgramState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Export;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Transaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Carries a journaled program to its end, from wherever it stands. */
public final class ProgramExecutor {

    private final TransactionExecutor transactions;
    private final AutocommitExecutor autocommits = new AutocommitExecutor();
    private final BatchesExecutor batches;
    private final ExportExecutor exports = new ExportExecutor();
    private final AwaitExecutor awaits = new AwaitExecutor();
    private final ConvergeExecutor converges = new ConvergeExecutor(this);

    @Inject
    ProgramExecutor(Checks checks) {
        transactions = new TransactionExecutor(checks);
        batches = new BatchesExecutor(checks);
    }

    public AutocommitExecutor autocommits() {
        return autocommits;
    }

    /** Runs what is still open of the program and closes it. */
    public void run(ProgramRow program, StepScope scope) {
        Map<String, ActionRow> rows = scope.run().programs().actions(program.id()).stream()
                .collect(Collectors.toMap(ActionRow::path, Function.identity()));
        List<Action> actions = program.program().actions();
        for (int i = 0; i < actions.size(); i++) {
            scope.run().stop().check();
            perform(actions.get(i), Integer.toString(i), rows, scope);
        }
        scope.run().programs().close(program.id(), ProgramState.DONE);
        scope.run().reached(Failpoint.PROGRAM_DONE, scope.id());
    }

    private void perform(Action action, String path, Map<String, ActionRow> rows, StepScope scope) {
        ActionRow row = rows.get(path);
        if (row == null) {
            throw new IllegalStateException("the journal knows no action " + path + " " + action.key());
        }
        if (!row.state().open()) {
            return;
        }
        long begun = System.nanoTime();
        scope.run()
                .listener()
                .on(new RunEvent.ActionStarted(scope.id(), action.key(), action.title(), Kinds.mode(action)));
        boolean ended = false;
        ActionExecutor.Ended result = new ActionExecutor.Ended(0, false);
        try {
            result = dispatch(action, row, path, rows, scope);
            ended = true;
        } finally {
            RunState state = ended ? (result.skipped() ? RunState.SKIPPED : RunState.APPLIED) : RunState.FAILED;
            scope.run()
                    .listener()
                    .on(new RunEvent.ActionEnded(
                            scope.id(),
                            action.key(),
                            action.title(),
                            state,
                            Duration.ofNanos(System.nanoTime() - begun),
                            result.rows()));
        }
    }

    private ActionExecutor.Ended dispatch(
            Action action, ActionRow row, String path, Map<String, ActionRow> rows, StepScope scope) {
        if (action instanceof Transaction transaction) {
            return transactions.execute(transaction, row, scope);
        }
        if (action instanceof Autocommit autocommit) {
            return autocommits.execute(autocommit, row, scope);
        }
        if (action instanceof Batches moved) {
            return batches.execute(moved, row, scope);
        }
        if (action instanceof Export export) {
            return exports.execute(export, row, scope);
        }
        if (action instanceof Await await) {
            return awaits.execute(await, row, scope);
        }
        if (action instanceof Converge converge) {
            return converges.execute(converge, row, scope);
        }
        return parallel((Parallel) action, row, path, rows, scope);
    }

    private ActionExecutor.Ended parallel(
            Parallel action, ActionRow row, String path, Map<String, ActionRow> rows, StepScope scope) {
        scope.run().programs().begin(row.id());
        List<Runnable> tasks = IntStream.range(0, action.actions().size())
                .<Runnable>mapToObj(i -> () -> {
                    scope.run().stop().check();
                    perform(action.actions().get(i), path + "." + i, rows, scope);
                })
                .toList();
        Workers.run(action.workers(), tasks);
        scope.run().programs().end(row.id(), ActionState.APPLIED, 0, Map.of());
        return ActionExecutor.Ended.applied(0);
    }
}
