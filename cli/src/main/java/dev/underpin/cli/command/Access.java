package dev.underpin.cli.command;

/** What a command may do to the database. */
public enum Access {
    /** An interrupt ends it at once. */
    READS,
    /** An interrupt asks it to stop where that is safe. */
    CHANGES
}
