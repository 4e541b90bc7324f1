package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server is asked for execution plans, and for what the relations in them belong to. */
public interface ExplainStatements {

    /**
     * Selects the plan as one JSON text, with schemas.
     *
     * @param execute whether the statement is run, so that the plan tells what happened; with what it read and how long
     *     it took
     */
    Sql explain(Sql statement, boolean execute);

    /**
     * For relations that exist: schema, name, schema and name of the root of its partition tree (its own if it is no
     * partition), number of the tree's leaves (0 if it is none), its own size in pages.
     */
    Sql places(List<QualifiedName> relations);

    /** For indexes that exist: schema, name, schema and name of the index itself and of each it is a part of, upwards. */
    Sql ancestors(List<QualifiedName> indexes);
}
