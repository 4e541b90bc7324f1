package dev.underpin.internal.compilation;

import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.Settings;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ServerStatements;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes the contexts in which the steps of one plan are compiled. */
public record Contexts(EngineSessions engineSessions, String plan, Settings settings, JournalJson json) {

    /** Over a predicted catalog, or one that was read before. */
    public CompileContext over(Catalog catalog, String step, Ledger ledger) {
        return new CompileContext(
                catalog,
                engineSessions.dialect(),
                new StepNames(plan, step),
                settings,
                ledger,
                now(),
                new StepQuestions(engineSessions, json));
    }

    /** Over the catalog as of now. */
    public CompileContext live(String step, Ledger ledger) {
        return over(engineSessions.catalog(), step, ledger);
    }

    private Instant now() {
        Sql question =
                engineSessions.dialect().statements(ServerStatements.class).now();
        return Instant.EPOCH.plus(
                Long.parseLong(
                        String.valueOf(engineSessions.reading().query(question).first())),
                ChronoUnit.MICROS);
    }
}
