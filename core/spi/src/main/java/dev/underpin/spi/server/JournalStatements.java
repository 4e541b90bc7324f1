package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import java.util.Set;

/** How a server tells whether the journal's schema can be believed, and keeps it closed. Only catalogs are read. */
public interface JournalStatements {

    /** Selects the schema's owner, and the role with whose rights the session speaks; no row if the schema is not there. */
    Sql owner(String schema);

    /** Selects one text, for people, for each way in which somebody else could change what is read, or have something run when it is written. */
    Sql strange(String schema, Set<String> tables);

    /** Selects table and column of each column of the tables that are there. */
    Sql columns(String schema, Set<String> tables);

    /** Takes from others what the owner's default privileges have given them on the schema and on what is in it. */
    Sql close(String schema);
}
