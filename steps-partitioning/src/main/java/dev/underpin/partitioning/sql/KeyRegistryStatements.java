package dev.underpin.partitioning.sql;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server keeps a key unique across partitions that are not divided by it. */
public interface KeyRegistryStatements {

    /**
     * Creates the registry, empty, readable for its owner alone.
     *
     * @param otherGrantees roles that default privileges would let in
     */
    List<Sql> create(KeyRegistry registry, List<String> otherGrantees);

    /** Adds the keys of the pages {@code from} to {@code to} of a table, which is not partitioned; those it has stay. */
    Sql fill(KeyRegistry registry, QualifiedName table);

    /** From the commit on, who repeats a key of the table is refused as by a primary key. */
    List<Sql> guard(KeyRegistry registry, QualifiedName table);

    /** What {@link #guard} makes. */
    List<OwnTrigger> triggers(KeyRegistry registry, QualifiedName table);

    /** Ends {@link #guard}. */
    List<Sql> release(KeyRegistry registry, QualifiedName table);

    /** Selects some keys that only the table or only the registry has, each behind the number of all; in one snapshot. */
    Sql unequal(KeyRegistry registry, QualifiedName table);

    /** Makes the registry hold the keys that the table has, and no others, while others go on writing. */
    List<Sql> level(KeyRegistry registry, QualifiedName table);

    /** Removes what {@link #create} made, as far as it is there. */
    List<Sql> drop(KeyRegistry registry);
}
