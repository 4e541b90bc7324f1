package dev.underpin.matviews;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one action of a refresh: a transaction, so that the journal's entry and the new contents appear together.
 *
 * <p>A concurrent refresh takes EXCLUSIVE on the view, and keeps it while the query runs. Nobody queues behind that: readers
 * need ACCESS SHARE, and a materialized view has no writers; only another refresh, a vacuum or a change of the definition
 * waits. So its lock is declared as one on an unwritable relation, which makes the transaction patient: it may wait for its
 * lock, and take its time, without end. Ended early it would leave nothing behind, but nothing would be gained either.
 *
 * <p>A blocking refresh takes ACCESS EXCLUSIVE, behind which every reader queues from the request to the commit. It is
 * bounded as any queue-forming transaction, by {@code maxHold} or the plan's {@code lockTimeout}. A view that was never
 * filled cannot be read at all, so its first refresh makes nobody wait.
 */
final class Refreshing {

    private Refreshing() {}

    static boolean concurrently(RefreshMode mode, View view) {
        return switch (mode) {
            case CONCURRENT -> true;
            case BLOCKING -> false;
            case AUTO -> view.populated() && view.indexes().stream().anyMatch(Index::identifiesRows);
        };
    }

    static Transaction action(
            QualifiedName view,
            boolean concurrently,
            boolean populated,
            Optional<Duration> maxHold,
            MatviewStatements matviews) {
        return new Transaction(
                "refresh:" + view,
                concurrently
                        ? "Refresh materialized view " + view + " while it is read"
                        : "Refresh materialized view " + view + " while nobody can read it",
                List.of(concurrently ? matviews.refreshConcurrently(view) : matviews.refreshBlocking(view, populated)),
                concurrently ? Optional.empty() : maxHold,
                Undo.NONE);
    }
}
