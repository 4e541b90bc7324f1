package dev.underpin.measure;

import dev.underpin.db.Impersonation;
import dev.underpin.db.Session;
import dev.underpin.spi.Question.Identity;
import java.util.Optional;
import java.util.function.Supplier;

/** A session in the part of somebody who reads: policies apply, names are looked up as in the plan, nothing stays. */
final class Guise {

    private final Session session;
    private final Optional<Identity> as;

    /**
     * @param as empty: the session's own role
     */
    Guise(Session session, Optional<Identity> as) {
        this.session = session;
        this.as = as;
    }

    <T> T in(Supplier<T> body) {
        return session.inTransaction() ? inSavepoint(body) : session.rolledBack(() -> prepared(body));
    }

    private <T> T inSavepoint(Supplier<T> body) {
        session.command("SAVEPOINT underpin_measure");
        try {
            return prepared(body);
        } finally {
            session.command("ROLLBACK TO SAVEPOINT underpin_measure");
            session.command("RELEASE SAVEPOINT underpin_measure");
        }
    }

    /** Read-only even in a transaction that writes; the rollback to the savepoint ends that. */
    private <T> T prepared(Supplier<T> body) {
        session.command("SET LOCAL transaction_read_only = on");
        session.command("SET LOCAL row_security = on");
        as.ifPresent(identity -> Impersonation.become(session.dsl(), identity));
        session.adoptPlanPath();
        return body.get();
    }
}
