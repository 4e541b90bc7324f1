package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.batch.BatchEnd;
import dev.underpin.internal.batch.BatchRun;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.session.ServerFailures;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import java.util.HashMap;
import java.util.Map;

/** Moves rows chunk by chunk, from where the checkpoint stands. */
final class BatchesExecutor implements ActionExecutor<Batches> {

    private final Checks checks;

    BatchesExecutor(Checks checks) {
        this.checks = checks;
    }

    @Override
    public Ended execute(Batches action, ActionRow row, StepScope scope) {
        scope.run().programs().begin(row.id());
        scope.run().reached(Failpoint.BATCHES_INTENT, action.key());
        try {
            BatchEnd end = new BatchRun(
                            scope.run().batch(action, row.id(), scope.id(), session -> ask(action, session, scope)))
                    .run();
            Map<String, String> evidence = new HashMap<>(end.evidence());
            evidence.put("rows", Long.toString(end.rows()));
            scope.run().programs().end(row.id(), ActionState.APPLIED, end.rows(), evidence);
            return Ended.applied(end.rows());
        } catch (SqlFailure failure) {
            if (failure.connectionLost()) {
                throw ServerFailures.lost(scope.run().plan(), scope.id(), failure);
            }
            if (action.chunks() instanceof Chunks.Log log
                    && log.sync().replanOn().contains(failure.sqlState())) {
                throw new Replan(failure.serverMessage(), failure);
            }
            throw failure;
        }
    }

    private void ask(Batches action, Session session, StepScope scope) {
        for (Check check : action.checks()) {
            Checks.Verdict verdict = checks.ask(session, check, scope);
            if (!verdict.passed()) {
                scope.tell(check, verdict);
                Checks.missed(check, verdict, scope);
            }
        }
    }
}
