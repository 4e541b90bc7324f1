package dev.underpin.internal.journal;

/** What became of a program. */
public enum ProgramState {
    OPEN,
    DONE,
    ABANDONED
}
