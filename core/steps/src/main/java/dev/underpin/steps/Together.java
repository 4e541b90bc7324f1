package dev.underpin.steps;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.LockStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements as one transaction, and one that takes them back. */
final class Together {

    private Together() {}

    static Transaction of(RunSql.Config config, Captured captured, Dialect dialect) {
        Optional<List<Lock>> said = config.locks()
                .map(locks -> locks.stream()
                        .map(lock -> Lock.on(lock.table(), lock.mode()))
                        .toList());
        List<Op> ops = new ArrayList<>();
        config.statements()
                .forEach(statement ->
                        ops.add(said.map(locks -> Sql.queryOfPlan(statement).locking(locks.toArray(Lock[]::new)))
                                .orElseGet(() -> Sql.ofPlan(statement))));
        said.ifPresent(locks -> ops.add(new Check(
                "locks",
                "The statements have locked no more than the plan says",
                new Question.Rows(dialect.statements(LockStatements.class).beyond(locks), Expect.none()),
                Check.OnMiss.FAIL,
                Codes.LOCKED_MORE,
                "Nothing was done. Say in locks what the statements lock, or leave it out.")));
        return transaction("run", "Run", config.statements(), ops, config, undo(config, captured, dialect));
    }

    private static Undo undo(RunSql.Config config, Captured captured, Dialect dialect) {
        if (PlannedRollback.isNothing(config.rollback())) {
            return Undo.HARMLESS;
        }
        List<String> statements = PlannedRollback.statements(config.rollback()).stream()
                .map(statement -> PlannedRollback.with(captured, statement, dialect))
                .toList();
        return statements.isEmpty()
                ? new Undo.Irreversible(PlannedRollback.NONE)
                : Undo.by(transaction(
                        "rollback",
                        "Take back",
                        statements,
                        statements.stream().<Op>map(Sql::ofPlan).toList(),
                        config,
                        Undo.NONE));
    }

    private static Transaction transaction(
            String key, String verb, List<String> statements, List<Op> ops, RunSql.Config config, Undo undo) {
        String more = statements.size() > 1 ? " and " + (statements.size() - 1) + " more" : "";
        return new Transaction(
                key,
                verb + ": " + Statements.brief(statements.get(0)) + more,
                ops,
                Optional.of(config.maxHold()),
                undo);
    }
}
