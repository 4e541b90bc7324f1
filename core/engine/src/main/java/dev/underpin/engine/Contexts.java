package dev.underpin.engine;

import dev.underpin.journal.JournalJson;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.Settings;
import dev.underpin.spi.catalog.Catalog;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Makes the contexts in which the steps of one plan are compiled. */
record Contexts(Workplace workplace, String plan, Settings settings, JournalJson json) {

    /** Over a predicted catalog, or one that was read before. */
    CompileContext over(Catalog catalog, String step, Ledger ledger) {
        return new CompileContext(
                catalog,
                workplace.dialect(),
                new StepNames(plan, step),
                settings,
                ledger,
                now(),
                new Questions(workplace, json));
    }

    /** Over the catalog as of now. */
    CompileContext live(String step, Ledger ledger) {
        return over(workplace.catalog(), step, ledger);
    }

    private Instant now() {
        return workplace
                .reading()
                .dsl()
                .fetchSingle("SELECT pg_catalog.clock_timestamp()")
                .get(0, OffsetDateTime.class)
                .toInstant();
    }
}
