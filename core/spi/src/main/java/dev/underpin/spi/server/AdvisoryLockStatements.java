package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;

/** How a server lends locks on numbers. They are the database's, belong to a session or a transaction, and end with it. */
public interface AdvisoryLockStatements {

    /** Selects one truth value: whether the session got the lock for itself alone; nobody is waited for. */
    Sql tryAlone(long key);

    /** The same, among others that share it. */
    Sql tryShared(long key);

    /** Gives back what {@link #tryAlone} got. */
    Sql release(long key);

    /** Waits for it, and keeps it to the end of the transaction. */
    Sql untilCommit(long key);

    /** Selects one number for each lock that the session of a process holds: the key. For a query that has a column of that name. */
    Sql heldBy(String processColumn);
}
