package dev.underpin.internal.execution;

/** A queue-forming transaction has used up its hold. */
final class HeldTooLong extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HeldTooLong() {
        super("held too long");
    }
}
