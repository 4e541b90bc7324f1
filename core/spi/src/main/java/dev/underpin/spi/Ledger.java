package dev.underpin.spi;

import dev.underpin.spi.program.Named;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/** What the journal proves. */
public interface Ledger {

    /** Whether this run's step has an action of that key that took effect (applied, or begun and not undone). */
    boolean applied(String actionKey);

    /** What the last action of that key which took effect, in this run's step, recorded. */
    Optional<String> evidence(String actionKey, String what);

    /** Which object this run's step has noted under that handle, as {@link Named#identity} tells it. */
    Optional<String> identity(String handle);

    /** The plan of a run that holds the table and can still be rolled back. */
    Optional<String> rollbackableRun(QualifiedName table);
}
