package dev.underpin.spi;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import java.time.Instant;
import java.util.List;

/** What differs from call to call; collaborators come by constructor. */
public interface StepContext {

    Catalog catalog();

    Dialect dialect();

    Names names();

    Settings settings();

    Ledger ledger();

    /** The server's clock, pinned for one compilation. */
    Instant now();

    /**
     * Asks for data, as opposed to structure. Read-only; the answer is journaled with the program it led to.
     *
     * @param id names the question in the journal
     * @param row a record whose components are filled by position from the query's columns
     * @throws ServerRefusal if the server refuses the query
     */
    <R extends Record> List<R> ask(String id, Sql query, Class<R> row);

    /**
     * Asks what the server would make of something: runs {@code setup} (temporary objects only) in the scratch session,
     * then the query, and rolls back always. For canonical forms; the answer is journaled as that of {@link #ask}.
     *
     * @throws ServerRefusal if it makes nothing of it
     */
    <R extends Record> List<R> queryInScratch(String id, List<Sql> setup, Sql query, Class<R> row);

    /** The same context over another catalog. */
    StepContext seeing(Catalog predicted);
}
