package dev.underpin.spi;

import java.util.Optional;

/** What the journal proves. */
public interface Ledger {

    /** Whether this run's step has an action of that key that took effect (applied, or begun and not undone). */
    boolean applied(String actionKey);

    /** The plan of a run that holds the table and can still be rolled back. */
    Optional<String> rollbackableRun(QualifiedName table);
}
