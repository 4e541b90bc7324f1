package dev.underpin.internal.journal;

/** Why a program runs. */
public enum ProgramRole {
    APPLY,
    /** A round of a converging action, which is its parent. */
    ROUND,
    /** What takes an action back; the action is its parent. */
    UNDO,
    FINALIZE,
    DUTY
}
