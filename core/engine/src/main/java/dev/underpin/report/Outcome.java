package dev.underpin.report;

/** How a command ended; the exit code of the command line follows from it. */
public enum Outcome {
    DONE(0),
    BUG(1),
    USAGE(2),
    PLAN_INVALID(3),
    REFUSED(4),
    /** Somebody else works on it, or the lock retries are spent; nothing has changed. */
    BUSY(5),
    FAILED_ROLLED_BACK(6),
    /** Half-way and safe: resume or rollback goes on. */
    STOPPED(7),
    DIFFERS(8),
    VERIFICATION_FAILED(9),
    NO_CONNECTION(10),
    INTERRUPTED(130);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
