package dev.underpin.steps;

import dev.underpin.spi.Op;
import dev.underpin.spi.Sql;
import dev.underpin.spi.Transaction;
import dev.underpin.spi.Undo;
import java.util.List;
import java.util.Optional;

/** The statements as one transaction, and one that takes them back. */
final class Together {

    static final String NO_WAY_BACK = "the step gives no rollback";

    private Together() {}

    static Transaction of(RunSql.Config config) {
        return transaction("run", "Run", config.statements(), config, undo(config));
    }

    private static Undo undo(RunSql.Config config) {
        List<String> statements = Statements.of(config.rollback());
        return statements.isEmpty()
                ? new Undo.Irreversible(NO_WAY_BACK)
                : Undo.by(transaction("rollback", "Take back", statements, config, Undo.NONE));
    }

    private static Transaction transaction(
            String key, String verb, List<String> statements, RunSql.Config config, Undo undo) {
        String more = statements.size() > 1 ? " and " + (statements.size() - 1) + " more" : "";
        List<Op> ops = statements.stream().<Op>map(Sql::ofPlan).toList();
        return new Transaction(
                key,
                verb + ": " + Statements.brief(statements.get(0)) + more,
                ops,
                Optional.of(config.maxHold()),
                undo);
    }
}
