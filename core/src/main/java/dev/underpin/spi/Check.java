package dev.underpin.spi;

/**
 * A question to the data with the answer it should have.
 *
 * @param code of the finding when it is missed
 * @param remedy what the reader should do then
 */
public record Check(String id, String title, Question question, OnMiss onMiss, String code, String remedy)
        implements Op {

    public enum OnMiss {
        FAIL,
        /** What was done is kept, whatever the plan says of failures: a person mends it and goes on, or takes it back. */
        STOP,
        WARN,
        /** Inside a {@link Converge}: abandon the round and compile again; elsewhere as FAIL. */
        REPLAN
    }
}
