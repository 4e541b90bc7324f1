package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** What tells an object from another that has taken its name. */
public interface IdentityStatements {

    /** A table, partitioned or not. */
    Named table(String handle, QualifiedName name);

    /** A materialized view. */
    Named matview(String handle, QualifiedName name);

    /** A function without arguments; one with another body is another. */
    Named function(String handle, QualifiedName name);

    /** Selects {@code schema} and {@code name} of the table of that identity, whatever it is called; no row: there is none any more. */
    Sql nameOf(String identity);

    /** Selects the triggers of those names, on the table and its partitions, that call none of those functions. */
    Sql foreignTriggers(QualifiedName table, List<String> triggers, List<QualifiedName> functions);
}
