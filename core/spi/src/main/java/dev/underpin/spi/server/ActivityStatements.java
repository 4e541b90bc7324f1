package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.SessionStatements.Self;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** How a server tells what its sessions do, and who lags behind. */
public interface ActivityStatements {

    /**
     * Selects an {@link Idle} for each of the processes that is there.
     *
     * @param processes their numbers
     */
    Sql idle(Collection<Integer> processes);

    /**
     * Ends those of the sessions that are the tool's own, of this role, in this database, and waits a little until they are gone. Selects
     * one truth value: whether any of them is still there.
     *
     * @param left {@link Self#process()} and {@link Self#started()} of each; nobody else's is touched
     */
    Sql end(List<Left> left, Duration wait);

    /** Selects one text, for people: the replica that lags behind most, if any does by more than that. */
    Sql laggingReplica(Duration most);

    /**
     * A process and for how long nothing has been asked of it.
     *
     * @param started as {@link Self#started()}
     * @param seconds zero if it is at work
     */
    record Idle(int process, String started, double seconds) {}

    /** A process that may have been left behind. */
    record Left(int process, String started) {}
}
