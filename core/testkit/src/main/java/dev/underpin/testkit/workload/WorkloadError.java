package dev.underpin.testkit.workload;

/**
 * Errors of one kind that writers or readers met.
 *
 * @param code the SQLSTATE, or {@link #UNEXPECTED_RESULT}
 */
public record WorkloadError(String code, String firstMessage, long count) {

    /** The statement succeeded but changed or returned something else than it must. */
    public static final String UNEXPECTED_RESULT = "unexpected result";

    @Override
    public String toString() {
        return count + " × " + code + ": " + firstMessage;
    }
}
