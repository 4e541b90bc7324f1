package dev.underpin.control;

import java.util.Locale;

/** Named moments at which a test can end, break or hold a run. */
public enum Failpoint {
    RUN_OPENED,
    STEP_REMEMBERED,
    PROGRAM_JOURNALED,
    TRANSACTION_BEFORE_COMMIT,
    TRANSACTION_COMMITTED,
    AUTOCOMMIT_INTENT,
    AUTOCOMMIT_EXECUTED,
    BATCHES_INTENT,
    CHUNK_BEFORE_COMMIT,
    CHUNK_COMMITTED,
    EXPORT_INTENT,
    EXPORT_WRITTEN,
    AWAIT_INTENT,
    ROUND_DONE,
    PROGRAM_DONE,
    STEP_APPLIED,
    RUN_APPLIED,
    ROLLBACK_BEGUN,
    UNDO_JOURNALED,
    UNDO_DONE,
    STEP_UNDONE,
    RUN_ROLLED_BACK,
    FINALIZE_BEGUN,
    STEP_FINALIZED,
    RUN_FINALIZED;

    /** As {@code UNDERPIN_FAILPOINT} spells it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
