package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Sql;
import java.util.List;

/** What the present transaction has locked. */
public interface LockStatements {

    /**
     * Selects relation and mode of each lock that the transaction holds on a table, and that is stronger than those said; what it has made
     * itself and what every reader or writer takes do not count.
     */
    Sql beyond(List<Lock> said);
}
