package dev.underpin.steps;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Autocommit.State;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.SqlQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** The statements one after the other, each by itself, and what takes them back likewise. */
final class OneByOne {

    private static final Lock PATIENT =
            new Lock(Optional.empty(), LockMode.SHARE_UPDATE_EXCLUSIVE, Lock.Audience.EVERYBODY);

    private final RunSql.Config config;
    private final Captured captured;
    private final Dialect dialect;

    OneByOne(RunSql.Config config, Captured captured, Dialect dialect) {
        this.config = config;
        this.captured = captured;
        this.dialect = dialect;
    }

    /** Each is taken back by all of the rollback, which runs once. */
    List<Action> actions() {
        List<Action> back = actions("rollback", "Take back", back(), State.ABSENT, State.DONE, Undo.NONE);
        Undo undo = PlannedRollback.isNothing(config.rollback())
                ? Undo.HARMLESS
                : back.isEmpty() ? new Undo.Irreversible(PlannedRollback.NONE) : new Undo.By(back);
        return actions("run", "Run", config.statements(), State.DONE, State.ABSENT, undo);
    }

    private List<String> back() {
        return PlannedRollback.statements(config.rollback()).stream()
                .map(statement -> PlannedRollback.with(captured, statement, dialect))
                .toList();
    }

    private List<Action> actions(
            String key, String verb, List<String> statements, State ifDone, State ifNot, Undo undo) {
        List<Action> actions = new ArrayList<>();
        for (String statement : statements) {
            Sql probe = config.done()
                    .filter(done -> statements.size() == 1)
                    .map(done -> probe(done, ifDone, ifNot))
                    .orElseGet(() -> constant(Statements.repeatable(statement) ? State.ABSENT : State.UNKNOWN));
            actions.add(new Autocommit(
                    key + ":" + statement,
                    verb + ": " + Statements.brief(statement),
                    statement(statement),
                    probe,
                    List.of(),
                    Optional.empty(),
                    undo));
        }
        return actions;
    }

    private static Sql statement(String text) {
        return Statements.patient(text) ? Sql.queryOfPlan(text).locking(PATIENT) : Sql.ofPlan(text);
    }

    private Sql probe(SqlQuery done, State ifDone, State ifNot) {
        return dialect.sql(
                "SELECT CASE done WHEN true THEN {1} WHEN false THEN {2} ELSE {3} END"
                        + " FROM (SELECT CAST(({0}) AS boolean) AS done) AS answer",
                Sql.queryOfPlan(done.text()),
                DSL.inline(ifDone.name()),
                DSL.inline(ifNot.name()),
                DSL.inline(State.UNKNOWN.name()));
    }

    private Sql constant(State state) {
        return dialect.sql("SELECT {0}", DSL.inline(state.name()));
    }
}
