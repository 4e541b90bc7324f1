package dev.underpin.spi.server;

import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** How a server tells who stands in the way of a session, or would. Each who is told of is one text, for people. */
public interface BlockerStatements {

    /** What lets the role see what other roles' sessions do. */
    Sql showTo(String role);

    /** Select those that the process waits for right now, prepared transactions among them. */
    List<Sql> blocking(int process);

    /** Selects a name for each transaction of other sessions of the database that holds a snapshot, or may do so unseen. */
    Sql snapshotHolders();

    /**
     * Selects those of the transactions that still hold a snapshot.
     *
     * @param transactions as {@link #snapshotHolders} names them
     */
    Sql stillHolding(Collection<String> transactions);

    /**
     * Select the transactions older than that which hold the relation in one of the modes; those whose age may not be seen are left out.
     *
     * @param exceptProcess the session that asks for the lock
     */
    List<Sql> longHolders(QualifiedName relation, Set<LockMode> modes, Duration age, int exceptProcess);
}
