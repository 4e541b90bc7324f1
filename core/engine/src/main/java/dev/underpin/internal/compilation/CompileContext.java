package dev.underpin.internal.compilation;

import dev.underpin.spi.Ledger;
import dev.underpin.spi.Names;
import dev.underpin.spi.Settings;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import java.time.Instant;
import java.util.List;

/** One compilation's view: a catalog, a clock that stands still, and the questions asked in it. */
public record CompileContext(
        Catalog catalog,
        Dialect dialect,
        Names names,
        Settings settings,
        Ledger ledger,
        Instant now,
        StepQuestions questions)
        implements StepContext {

    @Override
    public <R extends Record> List<R> ask(String id, Sql query, Class<R> row) {
        return questions.ask(id, query, row);
    }

    @Override
    public <R extends Record> List<R> queryInScratch(String id, List<Sql> setup, Sql query, Class<R> row) {
        return questions.queryInScratch(id, setup, query, row);
    }

    @Override
    public StepContext seeing(Catalog predicted) {
        return new CompileContext(predicted, dialect, names, settings, ledger, now, questions);
    }
}
