package dev.underpin.spi.program;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/**
 * A lock that a statement takes.
 *
 * @param relation empty: any relation, as for statements that the plan's author wrote
 * @param audience who else uses the relation and could queue behind the lock
 */
public record Lock(Optional<QualifiedName> relation, LockMode mode, Audience audience) {

    /** What a statement of unknown effect may take. */
    public static final Lock ANYTHING = new Lock(Optional.empty(), LockMode.ACCESS_EXCLUSIVE, Audience.EVERYBODY);

    /** Who else uses a relation. */
    public enum Audience {
        EVERYBODY,
        /** Nobody can write it, as with a materialized view: only a lock that blocks reads makes others queue. */
        READERS,
        /** It is the tool's own and nobody else uses it yet: nobody queues behind any lock. */
        NOBODY
    }

    public static Lock on(QualifiedName relation, LockMode mode) {
        return new Lock(Optional.of(relation), mode, Audience.EVERYBODY);
    }

    /** On a relation that applications can read but never write. */
    public static Lock onUnwritable(QualifiedName relation, LockMode mode) {
        return new Lock(Optional.of(relation), mode, Audience.READERS);
    }

    /** On a relation that nobody else uses yet. */
    public static Lock unseen(QualifiedName relation, LockMode mode) {
        return new Lock(Optional.of(relation), mode, Audience.NOBODY);
    }

    public boolean unseen() {
        return audience == Audience.NOBODY;
    }

    /** Whether readers or writers of the relation queue behind a request for the lock. */
    public boolean queueForming() {
        return switch (audience) {
            case EVERYBODY -> mode.queueForming();
            case READERS -> mode.blocksReads();
            case NOBODY -> false;
        };
    }
}
