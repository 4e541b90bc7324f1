package dev.underpin.internal.batch;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.spi.program.Sql;
import java.util.Map;
import java.util.function.Supplier;

/** One chunk: its statements and its checkpoint in one transaction, repeated if others got in its way. */
final class ChunkRunner {

    private static final int MOST_CONFLICTS = 50;

    private final BatchScope scope;

    ChunkRunner(BatchScope scope) {
        this.scope = scope;
    }

    /** Runs the statements of the action with the bounds and moves the segment's checkpoint. Returns the rows moved. */
    long run(Session session, Map<String, String> bounds, int segment, String position) {
        return repeated(() -> session.transaction(() -> {
            scope.checks().accept(session);
            long rows = 0;
            for (Sql statement : scope.action().perChunk()) {
                rows += session.execute(statement, bounds);
            }
            scope.checkpoints().advance(session, scope.actionId(), segment, position, rows);
            reached(Failpoint.CHUNK_BEFORE_COMMIT);
            return rows;
        }));
    }

    /**
     * Runs a transaction of a chunk again while the reason it failed is a conflict with others. One whose statements bound their own wait
     * for others holds nothing in between, and so is tried for as long as it takes.
     */
    long repeated(Supplier<Long> transaction) {
        int conflicts = 0;
        while (true) {
            try {
                long rows = transaction.get();
                reached(Failpoint.CHUNK_COMMITTED);
                return rows;
            } catch (SqlFailure failure) {
                if (failure.lockNotAvailable()) {
                    scope.gaveWay();
                    continue;
                }
                boolean conflict = failure.deadlock() || failure.serialization();
                if (!conflict || ++conflicts >= MOST_CONFLICTS) {
                    throw failure;
                }
                scope.stop().check();
            }
        }
    }

    void reached(Failpoint point) {
        scope.failpoints().reached(point, scope.action().key());
    }
}
