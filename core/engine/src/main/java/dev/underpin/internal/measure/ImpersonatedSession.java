package dev.underpin.internal.measure;

import dev.underpin.db.Impersonation;
import dev.underpin.db.Session;
import dev.underpin.spi.program.Question.Identity;
import dev.underpin.spi.program.Sql;
import java.util.Optional;
import java.util.function.Supplier;

/** A session in the part of somebody who reads: policies apply, names are looked up as in the plan, nothing stays. */
final class ImpersonatedSession {

    private final Session session;
    private final Optional<Identity> as;

    /**
     * @param as empty: the session's own role
     */
    ImpersonatedSession(Session session, Optional<Identity> as) {
        this.session = session;
        this.as = as;
    }

    <T> T in(Supplier<T> body) {
        return as.isPresent() ? session.takingBack(() -> prepared(body)) : session.readingOnly(() -> prepared(body));
    }

    /** For bodies that read in parts of their own: within what only reads, nobody else's part could be taken. */
    <T> T around(Supplier<T> body) {
        return session.takingBack(() -> prepared(body));
    }

    /** The statement with the rights of whoever reads. */
    Sql with(Sql statement) {
        return as.map(identity -> statement.as(identity.role())).orElse(statement);
    }

    private <T> T prepared(Supplier<T> body) {
        as.ifPresentOrElse(identity -> Impersonation.prepare(session, identity), () -> Impersonation.filter(session));
        session.adoptPlanPath();
        return body.get();
    }
}
