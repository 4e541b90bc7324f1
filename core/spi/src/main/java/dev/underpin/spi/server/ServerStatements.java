package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import org.jooq.QueryPart;

/** What a server tells of its clock, of what is installed in it, and of how a table lies on its disk. */
public interface ServerStatements {

    /** Selects the microseconds since 1970. */
    Sql now();

    /** Selects the extension if it is installed in this database; no row otherwise. */
    Sql extension(String name);

    /** An expression: how many sessions there can be at a time. */
    Sql mostSessions();

    /** An expression: the name of the value's type, as text. */
    Sql typeOf(QueryPart value);

    /** Selects one {@link Storage}; no row if there is no such table. */
    Sql storage(QualifiedName table);

    /**
     * How a table lies on the disk.
     *
     * @param file another number once its rows have been written anew
     * @param pages how many it has
     */
    record Storage(long file, long pages) {}
}
