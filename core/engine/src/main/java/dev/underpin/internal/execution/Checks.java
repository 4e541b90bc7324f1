package dev.underpin.internal.execution;

import dev.underpin.db.Rows;
import dev.underpin.db.Session;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts questions to the data and holds the answers against what is expected. */
public final class Checks {

    private static final int SAMPLE = 20;

    private final MatrixRunner matrix = new MatrixRunner();
    private final PlanChecks plans;

    @Inject
    public Checks(PlanChecks plans) {
        this.plans = plans;
    }

    /**
     * An answer.
     *
     * @param summary expected and found, in one line
     * @param details evidence, a line an item
     * @param evidence what later checks may be held against
     */
    public record Verdict(boolean passed, String summary, List<String> details, Map<String, String> evidence) {
        static Verdict of(boolean passed, String summary, List<String> details) {
            return new Verdict(passed, summary, details, Map.of());
        }
    }

    /** What is known of the step so far. */
    public interface Known {
        Known NOTHING = new Known() {
            @Override
            public Optional<String> evidence(String actionKey, String what) {
                return Optional.empty();
            }

            @Override
            public Optional<String> remembered(String component) {
                return Optional.empty();
            }

            @Override
            public Optional<String> identity(String handle) {
                return Optional.empty();
            }
        };

        /** What an earlier action recorded. */
        Optional<String> evidence(String actionKey, String what);

        /** What the step remembered of the state before. */
        Optional<String> remembered(String component);

        /** What an earlier action noted of an object. */
        Optional<String> identity(String handle);
    }

    /** Within the caller's transaction, or in autocommit. */
    public Verdict ask(Session session, Check check, Known known) {
        return ask(session, check, known, rows -> rows);
    }

    /** What was answered otherwise than expected ends what goes on, or is told, as the check wants. */
    static void missed(Check check, Verdict verdict, StepScope scope) {
        switch (check.onMiss()) {
            case REPLAN -> throw new Replan(check.title());
            case FAIL -> throw StepFailures.missed(scope.id(), check, verdict);
            case STOP -> throw new Failure(Outcome.STOPPED, StepFailures.problem(scope.id(), check, verdict));
            case WARN -> scope.notice(StepFailures.warning(scope.id(), check, verdict));
        }
    }

    /** @param relevant leaves out of the answer what says nothing */
    public Verdict ask(Session session, Check check, Known known, UnaryOperator<Rows> relevant) {
        return answer(session, check.question(), known, relevant);
    }

    private Verdict answer(Session session, Question question, Known known, UnaryOperator<Rows> relevant) {
        if (question instanceof Question.Rows rows) {
            Rows answered = relevant.apply(answer(session, rows.query()));
            return rows(named(rows.query(), answered), rows, known);
        }
        if (question instanceof Question.Sample sample) {
            return sample(relevant.apply(session.query(sample.query())));
        }
        if (question instanceof Question.Matrix probes) {
            return matrix.run(session, probes);
        }
        if (question instanceof Question.Same same) {
            return ObjectIdentities.same(session, same, known);
        }
        return plans.answer(session, question);
    }

    /** What the plan's author asks may call functions that write. */
    private static Rows answer(Session session, Sql query) {
        return query.author() == Sql.Author.PLAN ? session.ask(query) : session.query(query);
    }

    private static Verdict sample(Rows rows) {
        Optional<String> found = Optional.ofNullable(rows.first());
        return Verdict.of(
                rows.size() == 0,
                "expected 0 rows, found " + found.orElse("0"),
                rows.size() == 0
                        ? List.of()
                        : more(rows, found.map(Long::valueOf).orElse(0L)));
    }

    private static List<String> more(Rows rows, long found) {
        List<String> lines = new ArrayList<>(rows.withoutFirstColumn().sample(SAMPLE));
        if (found > rows.size()) {
            lines.add("of " + found + " in all");
        }
        return lines;
    }

    private static Verdict rows(Rows rows, Question.Rows question, Known known) {
        Optional<String> first = Optional.ofNullable(rows.first());
        if (question.expect() instanceof Expect.Count count) {
            return Verdict.of(
                    rows.size() == count.rows(),
                    "expected " + count.rows() + " rows, found " + rows.size(),
                    rows.size() == count.rows() ? List.of() : rows.sample(SAMPLE));
        }
        if (question.expect() instanceof Expect.Noted noted) {
            return new Verdict(
                    rows.size() == 1,
                    "expected 1 row, found " + rows.size(),
                    rows.size() == 1 ? List.of() : rows.sample(SAMPLE),
                    first.map(value -> Map.of(noted.what(), value)).orElse(Map.of()));
        }
        String expected = expected(question.expect(), known);
        boolean passed = rows.size() == 1 && first.filter(expected::equals).isPresent();
        String found = rows.size() == 1 ? first.orElse("NULL") : rows.size() + " rows";
        return new Verdict(
                passed,
                "expected " + shown(expected) + ", found " + shown(found),
                passed || rows.size() == 1 && rows.columns().size() == 1 ? List.of() : rows.sample(SAMPLE),
                first.map(value -> Map.of("value", value)).orElse(Map.of()));
    }

    /** A single column of the tool's own says nothing by its name. */
    private static Rows named(Sql query, Rows answered) {
        return query.author() == Sql.Author.PLAN || answered.columns().size() != 1 ? answered : answered.unnamed();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "nothing" : value;
    }

    private static String expected(Expect expect, Known known) {
        if (expect instanceof Expect.Evidence evidence) {
            return known.evidence(evidence.actionKey(), evidence.what())
                    .orElse("what " + evidence.actionKey() + " recorded, which is nothing");
        }
        if (expect instanceof Expect.Remembered remembered) {
            return known.remembered(remembered.component())
                    .orElse("the " + remembered.component() + " that was remembered, which is nothing");
        }
        return ((Expect.Value) expect).text();
    }
}
