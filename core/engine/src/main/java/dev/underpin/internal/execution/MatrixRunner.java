package dev.underpin.internal.execution;

import dev.underpin.db.Impersonation;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Question.Outcome;
import dev.underpin.spi.program.Question.Probe;
import dev.underpin.spi.server.ErrorMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries statements as roles; each in a savepoint that is rolled back whatever happens. */
final class MatrixRunner {

    Checks.Verdict run(Session session, Question.Matrix matrix) {
        List<String> wrong = new ArrayList<>();
        for (Probe probe : matrix.probes()) {
            Tried tried = session.inTransaction()
                    ? inSavepoint(session, probe)
                    : session.rolledBack(() -> inSavepoint(session, probe));
            if (!tried.outcome().equals(probe.expected())) {
                wrong.add(probe.title() + " as " + probe.as().role() + ": expected " + describe(probe.expected())
                        + ", got " + describe(tried.outcome())
                        + tried.words().map(words -> ": " + words).orElse(""));
            }
        }
        return Checks.Verdict.of(
                wrong.isEmpty(), wrong.size() + " of " + matrix.probes().size() + " cases differ", wrong);
    }

    /**
     * What a statement came to.
     *
     * @param words the server's, where it refused
     */
    private record Tried(Outcome outcome, Optional<String> words) {}

    private static Tried inSavepoint(Session session, Probe probe) {
        session.command("SAVEPOINT underpin_probe");
        try {
            Impersonation.prepare(session, probe.as());
            return tried(session, probe);
        } catch (RuntimeException failure) {
            throw SqlFailure.of(failure);
        } finally {
            session.command("ROLLBACK TO SAVEPOINT underpin_probe");
        }
    }

    private static Tried tried(Session session, Probe probe) {
        try {
            return new Tried(
                    Outcome.rows(session.attempt(probe.statement().as(probe.as().role()))), Optional.empty());
        } catch (SqlFailure failure) {
            if (saysNothing(failure)) {
                throw failure;
            }
            return new Tried(new Outcome(kind(failure), Optional.empty()), Optional.of(failure.serverMessage()));
        }
    }

    /** The statement did not come to its end for reasons of others. */
    private static boolean saysNothing(SqlFailure failure) {
        return failure.saysNothing() && !failure.readOnly();
    }

    private static Outcome.Kind kind(SqlFailure failure) {
        if (!failure.means(ErrorMeaning.FORBIDDEN)) {
            return Outcome.Kind.ERROR;
        }
        return failure.means(ErrorMeaning.FORBIDDEN_BY_POLICY)
                ? Outcome.Kind.DENIED_BY_POLICY
                : Outcome.Kind.DENIED_BY_GRANT;
    }

    private static String describe(Outcome outcome) {
        return switch (outcome.kind()) {
            case ROWS -> outcome.rows().orElse(0L) + " rows";
            case DENIED_BY_GRANT -> "denied for want of a grant";
            case DENIED_BY_POLICY -> "denied by a policy";
            case ERROR -> "an error";
        };
    }
}
