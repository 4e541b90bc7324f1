package dev.underpin.internal.compilation;

import dev.underpin.db.RowMapper;
import dev.underpin.db.Rows;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.spi.program.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks on behalf of a step, and keeps the answers for the journal. */
public final class StepQuestions {

    private final EngineSessions engineSessions;
    private final JournalJson json;
    private final Map<String, String> answers = new TreeMap<>();
    private final Map<Asked, Rows> known = new HashMap<>();
    private boolean missing;

    StepQuestions(EngineSessions engineSessions, JournalJson json) {
        this.engineSessions = engineSessions;
        this.json = json;
    }

    private record Asked(String id, Sql query) {}

    /** The same question gets the same answer. */
    <R extends Record> List<R> ask(String id, Sql query, Class<R> row) {
        try {
            return kept(id, known.computeIfAbsent(new Asked(id, query), this::asked), row);
        } catch (RuntimeException failure) {
            throw answerless(SqlFailure.of(failure));
        }
    }

    private Rows asked(Asked question) {
        Session reading = engineSessions.reading();
        return engineSessions.patiently(reading, () -> reading.ask(question.query()));
    }

    <R extends Record> List<R> queryInScratch(String id, List<Sql> setup, Sql query, Class<R> row) {
        try {
            Session scratch = engineSessions.scratch();
            Rows rows = engineSessions.patiently(
                    scratch,
                    () -> scratch.rolledBack(() -> {
                        setup.forEach(scratch::execute);
                        return scratch.readingOnly(() -> scratch.query(query));
                    }));
            return kept(id, rows, row);
        } catch (SqlFailure failure) {
            missing |= failure.relationMissing();
            throw answerless(failure);
        }
    }

    /** A refusal that has its reason elsewhere is none of what was asked. */
    private static RuntimeException answerless(RuntimeException failure) {
        return failure instanceof SqlFailure refusal && refusal.saysNothing()
                ? new UnansweredQuestion(refusal)
                : failure;
    }

    /**
     * Whether something that was to be imagined needs a relation or a column that is not there, or not yet. Nothing else is
     * made by steps whose effect is known.
     */
    boolean missedSomething() {
        return missing;
    }

    private <R extends Record> List<R> kept(String id, Rows rows, Class<R> row) {
        answers.put(id, json.text(rows.values()));
        return RowMapper.map(rows, row);
    }

    public Map<String, String> answers() {
        return Map.copyOf(answers);
    }
}
