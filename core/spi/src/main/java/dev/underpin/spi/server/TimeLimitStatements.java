package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;

/** How a server is told for how long a session may wait, work and hold locks. */
public interface TimeLimitStatements {

    /** @param most zero: as long as it takes */
    Sql lockWait(Duration most);

    /**
     * Until the transaction's end.
     *
     * @param most zero: as long as it takes
     */
    Sql statement(Duration most);

    /** Both until the transaction's end, in one statement. */
    Sql rest(Duration lockWait, Duration statement);

    /**
     * Until the transaction's end: neither a standby that answers slowly nor a client that has been stopped lengthens the time for which
     * locks are held.
     *
     * @param idle how long the client may be silent
     */
    List<Sql> hold(Duration idle);

    /** Selects the table, if the session's role may lock it by itself; no row otherwise. */
    Sql lockable(QualifiedName table);

    /** Waits for who changes the table's definition or cleans it up; neither readers nor writers queue behind it. */
    Sql lockAmongReadersAndWriters(QualifiedName table);

    /** Selects after how many milliseconds of waiting the server looks for deadlocks; no row if it does not tell. */
    Sql deadlockTimeout();
}
