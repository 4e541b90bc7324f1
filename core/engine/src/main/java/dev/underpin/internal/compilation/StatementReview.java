package dev.underpin.internal.compilation;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.SqlQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has the server parse what the plan's author wrote, before anything of it runs. Of the plan's first statement the server also
 * says whether what it names is there; what later ones name may be made until then, so of them only the grammar counts.
 */
public final class StatementReview {

    private static final int SHOWN = 80;

    private final EngineSessions engineSessions;
    private final Set<Sql> seen = new HashSet<>();

    public StatementReview(EngineSessions engineSessions) {
        this.engineSessions = engineSessions;
    }

    public List<Problem> of(List<StepPreview> previews) {
        List<Problem> problems = new ArrayList<>();
        boolean first = true;
        for (StepPreview preview : previews) {
            for (Sql statement : statements(preview.program().actions())) {
                review(preview, statement, first).ifPresent(problems::add);
                first = false;
            }
            Stream.of(takingBack(preview.program().actions()), questions(preview))
                    .flatMap(Collection::stream)
                    .forEach(text -> review(preview, text, false).ifPresent(problems::add));
        }
        return problems;
    }

    private Optional<Problem> review(StepPreview preview, Sql statement, boolean first) {
        if (statement.author() != Sql.Author.PLAN || !seen.add(statement)) {
            return Optional.empty();
        }
        Optional<SqlFailure> refusal = refusal(statement);
        if (refusal.filter(SqlFailure::grammatical).isPresent()) {
            return refusal.map(failure ->
                    problem(preview, EngineCodes.NOT_SQL, statement, "is not understood by the server", failure));
        }
        return refusal.filter(failure -> first && !failure.saysNothing())
                .map(failure -> problem(
                        preview, EngineCodes.STATEMENT_REFUSED, statement, "would be refused by the server", failure));
    }

    private Optional<SqlFailure> refusal(Sql statement) {
        try {
            Session reading = engineSessions.reading();
            reading.parse(statement);
            return Optional.empty();
        } catch (SqlFailure failure) {
            if (failure.connectionLost()) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }

    private static Problem problem(StepPreview preview, Code code, Sql statement, String what, SqlFailure failure) {
        String text = statement.text().replaceAll("\\s+", " ").strip();
        String brief = text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
        return Planner.problem(
                preview.step(),
                Finding.error(
                        code,
                        "\"" + brief + "\" " + what + ": " + failure.serverMessage(),
                        "Correct it; nothing has been done."));
    }

    /** In the order in which they run. */
    private static List<Sql> statements(List<Action> actions) {
        List<Sql> statements = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Transaction transaction) {
                transaction.ops().forEach(op -> written(op).ifPresent(statements::add));
            } else {
                statements.addAll(action.statements());
            }
            statements.addAll(statements(action.parts()));
        }
        return statements;
    }

    private static Optional<Sql> written(Op op) {
        if (op instanceof Sql sql) {
            return Optional.of(sql);
        }
        return op instanceof Check check && check.question() instanceof Question.Rows rows
                ? Optional.of(rows.query())
                : Optional.empty();
    }

    private static List<Sql> takingBack(List<Action> actions) {
        return actions.stream()
                .flatMap(action ->
                        action.undo() instanceof Undo.By by ? statements(by.actions()).stream() : Stream.empty())
                .toList();
    }

    /** What the step, or its type, is going to ask. */
    private static List<Sql> questions(StepPreview preview) {
        Record config = preview.step().planned().config();
        return Stream.concat(
                        Stream.of(
                                        preview.step().planned().verify(),
                                        preview.step().planned().prechecks())
                                .flatMap(List::stream),
                        Shapes.ofRecord(config.getClass()).fields().stream().flatMap(field -> flat(field.of(config))))
                .flatMap(value -> value instanceof Assertion assertion
                        ? Stream.of(assertion.sql().text())
                        : value instanceof SqlQuery query ? Stream.of(query.text()) : Stream.empty())
                .map(Sql::queryOfPlan)
                .toList();
    }

    private static Stream<?> flat(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.stream();
        }
        return value instanceof Collection<?> many ? many.stream() : Stream.of(value);
    }
}
