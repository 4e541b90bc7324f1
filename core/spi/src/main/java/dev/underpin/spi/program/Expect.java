package dev.underpin.spi.program;

/** What the rows of a query must be. */
public sealed interface Expect {

    /** The first column of the one row, as text. */
    record Value(String text) implements Expect {}

    /** So many rows. Zero: those found are shown as evidence. */
    record Count(long rows) implements Expect {}

    /** The same as what an earlier action recorded, for example {@code rows}. */
    record Evidence(String actionKey, String what) implements Expect {}

    /**
     * What the step remembered under this name, the component of its memory. A step may remember something that the steps
     * before it change: the action is the same then in a preview, where that is not known yet, and when it is executed.
     */
    record Remembered(String component) implements Expect {}

    /**
     * One row, whatever its first column is: later checks may be held against it under that name.
     *
     * @param what {@link Evidence#what}
     */
    record Noted(String what) implements Expect {}

    static Expect value(Object value) {
        return new Value(String.valueOf(value));
    }

    /** As the server prints it. */
    static Expect value(boolean value) {
        return new Value(value ? "t" : "f");
    }

    static Expect none() {
        return new Count(0);
    }
}
