package dev.underpin.partitioning.sql;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server keeps transactions with an old snapshot from writing beside what they mean. */
public interface SnapshotGuardStatements {

    /**
     * Creates the guard, readable for its owner alone.
     *
     * @param otherGrantees roles that default privileges would let in
     */
    List<Sql> create(SnapshotGuard guard, List<String> otherGrantees);

    /** Says that the moment is still to come. Snapshots that do not see this must be gone when it comes. */
    Sql announce(SnapshotGuard guard);

    /** Selects a number: 1 if the moment is announced and has not passed, else 0. */
    Sql announced(SnapshotGuard guard);

    /** In the transaction that is the moment: from its commit on, older snapshots cannot write to the table. */
    List<Sql> arm(SnapshotGuard guard, QualifiedName table);

    /** What {@link #arm} makes. */
    List<OwnTrigger> triggers(SnapshotGuard guard, QualifiedName table);

    /** Ends {@link #arm}; does nothing where it is not armed. */
    Sql disarm(SnapshotGuard guard, QualifiedName table);

    /** Removes what {@link #create} made, as far as it is there. */
    List<Sql> drop(SnapshotGuard guard);
}
