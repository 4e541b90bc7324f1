package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server tells that tables have their rows on other servers. */
public interface PlacementStatements {

    /** Selects one truth value: whether there can be such tables in this database. */
    Sql possible();

    /** Where it is possible: selects a {@link Placed} for each of the tables that is of that kind. */
    Sql elsewhere(List<QualifiedName> tables);

    /**
     * A table whose rows are on other servers.
     *
     * @param by what spreads them, for people
     */
    record Placed(String schema, String name, String by) {}
}
