package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Await;
import java.util.List;
import java.util.Map;

/** Waits for older snapshots, holding nothing; a wait that was interrupted begins anew. */
final class AwaitExecutor implements ActionExecutor<Await> {

    @Override
    public Ended execute(Await action, ActionRow row, StepScope scope) {
        scope.run().programs().begin(row.id());
        scope.run().reached(Failpoint.AWAIT_INTENT, action.key());
        LockBudget budget = new LockBudget(scope, action.key());
        List<String> older = scope.run().blockers().snapshotHolders();
        List<String> left = scope.run().blockers().stillHolding(older);
        while (!left.isEmpty()) {
            scope.run().stop().check();
            if (budget.end().passed()) {
                throw stillThere(action, scope, left);
            }
            budget.standBack("waits for older transactions", left);
            left = scope.run().blockers().stillHolding(older);
        }
        scope.run().programs().end(row.id(), ActionState.APPLIED, 0, Map.of());
        return Ended.applied(0);
    }

    private static Failure stillThere(Await action, StepScope scope, List<String> left) {
        return new Failure(
                Outcome.BUSY,
                Problem.of(
                                scope.id(),
                                Finding.error(
                                        EngineCodes.SNAPSHOTS_OPEN,
                                        "transactions older than " + action.key() + " are still open after "
                                                + scope.run()
                                                        .settings()
                                                        .maxLockWait()
                                                        .toSeconds() + " s",
                                        "End them or wait for their end, or raise maxLockWait; then go on."))
                        .with(left.stream()
                                .map(holder -> "waiting for " + holder)
                                .toList()));
    }
}
