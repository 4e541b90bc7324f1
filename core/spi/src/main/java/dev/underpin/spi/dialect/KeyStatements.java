package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server makes a unique index a constraint of the same name, and an index again. */
public interface KeyStatements {

    /**
     * Makes the index a constraint of its name, for a moment in which nobody reads.
     *
     * @param tree the table and all below it
     */
    Sql add(List<QualifiedName> tree, String index, Kind kind);

    /** Selects {@link Obstacle} rows: what the server, or a way back, would stumble over and the catalog's model does not tell. */
    Sql obstacles(TableIndex place, Kind kind);

    /** Selects one text: an index, all that is said of it and the constraint that it enforces; empty if it is not there. */
    Sql of(TableIndex place);

    /** One text each: what would go with the constraint, or keep it from going. */
    Sql referring(QualifiedName table, String constraint);

    /** Builds an index like the other, in its tablespace, under the name of the place, while the table is read and written; not in a transaction. */
    Sql buildLike(TableIndex place, Index other);

    /**
     * Gives the index that takes the other's place its name, and what is said of it.
     *
     * @param tree the table and all below it, which nobody uses meanwhile
     */
    List<Sql> takePlaceOf(List<QualifiedName> tree, QualifiedName index, Index other);

    /** What a key is. */
    enum Kind {
        UNIQUE,
        PRIMARY_KEY
    }

    /** @param what as the end of a sentence about the index: {@code has a column b in other than the default order} */
    record Obstacle(String what) {}
}
