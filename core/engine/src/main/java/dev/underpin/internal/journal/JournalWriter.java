package dev.underpin.internal.journal;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Writes to the journal in short transactions of their own, each conditional on the lease. One at a time. */
public final class JournalWriter {

    private final Session session;
    private final Optional<Lease> lease;

    private JournalWriter(Session session, Optional<Lease> lease) {
        this.session = session;
        this.lease = lease;
    }

    public static JournalWriter under(Lease lease, Session session) {
        return new JournalWriter(session, Optional.of(lease));
    }

    /** Without a lease nothing is written. */
    public static JournalWriter readOnly(Session session) {
        return new JournalWriter(session, Optional.empty());
    }

    /** All that the body writes is durable when this returns, or nothing of it. */
    public synchronized <T> T write(Function<DSLContext, T> body) {
        try {
            return session.transaction(() -> {
                lease().fence(session);
                return body.apply(session.dsl());
            });
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /** What the journal says now. */
    public synchronized <T> T read(Function<DSLContext, T> body) {
        try {
            return body.apply(session.dsl());
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /** Inside a transaction of another session: what is written there stands and falls with its work. */
    public <T> T within(Session worker, Function<DSLContext, T> body) {
        try {
            lease().fence(worker);
            return body.apply(worker.dsl());
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    private Lease lease() {
        return lease.orElseThrow(() -> new IllegalStateException("nothing is written without a lease"));
    }
}
