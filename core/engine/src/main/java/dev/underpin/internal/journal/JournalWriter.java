package dev.underpin.internal.journal;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Writes to the journal in short transactions of their own, each conditional on the lease. One at a time. */
public final class JournalWriter {

    private final Session session;
    private final DSLContext dsl;
    private final Optional<Lease> lease;

    private JournalWriter(Session session, DSLContext dsl, Optional<Lease> lease) {
        this.session = session;
        this.dsl = dsl;
        this.lease = lease;
    }

    /** @param session on which nothing else runs */
    public static JournalWriter under(Lease lease, Session session) {
        return new JournalWriter(session, session.keepingPlans(), Optional.of(lease));
    }

    /** Without a lease nothing is written. */
    public static JournalWriter readOnly(Session session) {
        return new JournalWriter(session, session.dsl(), Optional.empty());
    }

    /** All that the body writes is durable when this returns, or nothing of it. */
    public synchronized <T> T write(Function<DSLContext, T> body) {
        try {
            return session.transaction(() -> {
                lease().fence(dsl);
                return body.apply(dsl);
            });
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /** What the journal says now. */
    public synchronized <T> T read(Function<DSLContext, T> body) {
        try {
            return body.apply(dsl);
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /** Inside a transaction of another session: what is written there stands and falls with its work. */
    public <T> T within(Session worker, Function<DSLContext, T> body) {
        try {
            lease().fence(worker.dsl());
            return body.apply(worker.dsl());
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        }
    }

    private Lease lease() {
        return lease.orElseThrow(() -> new IllegalStateException("nothing is written without a lease"));
    }
}
