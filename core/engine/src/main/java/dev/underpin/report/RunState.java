package dev.underpin.report;

/** The state of a run, a step or an action. */
public enum RunState {
    PENDING,
    RUNNING,
    WAITING,
    APPLIED,
    FAILED,
    STOPPED,
    ROLLING_BACK,
    ROLLED_BACK,
    FINALIZED,
    SKIPPED
}
