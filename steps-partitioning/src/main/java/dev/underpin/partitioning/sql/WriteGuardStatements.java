package dev.underpin.partitioning.sql;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server refuses writes to a table that only the tool's own replay is to write. */
public interface WriteGuardStatements {

    /**
     * Creates the guard, readable for its owner alone.
     *
     * @param otherGrantees roles that default privileges would let in
     */
    List<Sql> create(WriteGuard guard, List<String> otherGrantees);

    /** Once committed, INSERT, UPDATE, DELETE and TRUNCATE are refused, whoever tries, outside of {@link #open}. */
    List<Sql> arm(WriteGuard guard, QualifiedName table);

    /** Ends {@link #arm}. */
    Sql disarm(WriteGuard guard, QualifiedName table);

    /** A condition, within a trigger: the running transaction may not write. The guard's {@link WriteGuard#entrusted} can ask it, too. */
    Sql shut(WriteGuard guard);

    /** Lets the running transaction write, until {@link #close}; only the guard's owner can. */
    Sql open(WriteGuard guard);

    /** Ends {@link #open}. */
    Sql close(WriteGuard guard);

    /** What {@link #arm} makes. */
    List<OwnTrigger> triggers(WriteGuard guard, QualifiedName table);

    /** Removes what {@link #create} made, as far as it is there. */
    List<Sql> drop(WriteGuard guard);
}
