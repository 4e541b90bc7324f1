package dev.underpin.spi;

import java.util.Optional;

/**
 * A lock that a statement takes.
 *
 * @param relation empty: any relation, as for statements that the plan's author wrote
 * @param unseen the relation is the tool's own and nobody else uses it yet, so that nobody queues behind the lock
 */
public record Lock(Optional<QualifiedName> relation, LockMode mode, boolean unseen) {

    /** What a statement of unknown effect may take. */
    public static final Lock ANYTHING = new Lock(Optional.empty(), LockMode.ACCESS_EXCLUSIVE, false);

    public static Lock on(QualifiedName relation, LockMode mode) {
        return new Lock(Optional.of(relation), mode, false);
    }

    public static Lock unseen(QualifiedName relation, LockMode mode) {
        return new Lock(Optional.of(relation), mode, true);
    }

    public boolean queueForming() {
        return !unseen && mode.queueForming();
    }
}
