package dev.underpin.engine;

import dev.underpin.db.Impersonation;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.spi.Question;
import dev.underpin.spi.Question.Outcome;
import dev.underpin.spi.Question.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries statements as roles; each in a savepoint that is rolled back whatever happens. */
final class MatrixRunner {

    Checks.Verdict run(Session session, Question.Matrix matrix) {
        List<String> wrong = new ArrayList<>();
        for (Probe probe : matrix.probes()) {
            Outcome actual = session.inTransaction()
                    ? inSavepoint(session, probe)
                    : session.rolledBack(() -> inSavepoint(session, probe));
            if (!actual.equals(probe.expected())) {
                wrong.add(probe.title() + " as " + probe.as().role() + ": expected " + describe(probe.expected())
                        + ", got " + describe(actual));
            }
        }
        return Checks.Verdict.of(
                wrong.isEmpty(), wrong.size() + " of " + matrix.probes().size() + " cases differ", wrong);
    }

    private static Outcome inSavepoint(Session session, Probe probe) {
        session.command("SAVEPOINT underpin_probe");
        try {
            Impersonation.become(session.dsl(), probe.as());
            return Outcome.rows(session.execute(probe.statement()));
        } catch (SqlFailure failure) {
            if (failure.connectionLost()) {
                throw failure;
            }
            return new Outcome(kind(failure), Optional.empty());
        } finally {
            session.command("ROLLBACK TO SAVEPOINT underpin_probe");
        }
    }

    /** Both are 42501; the server's routine tells them apart. */
    private static Outcome.Kind kind(SqlFailure failure) {
        if (!failure.sqlState().equals("42501")) {
            return Outcome.Kind.ERROR;
        }
        return "ExecWithCheckOptions".equals(failure.routine())
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
