package dev.underpin.internal.journal;

/** What a run is doing at present. */
public enum Operation {
    APPLY,
    ROLLBACK,
    FINALIZE
}
