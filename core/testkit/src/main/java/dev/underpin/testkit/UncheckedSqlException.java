package dev.underpin.testkit;

import java.sql.SQLException;

/** A statement of a test failed where none was expected to; the cause says how. */
public final class UncheckedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 400;

    private final SQLException failure;

    public UncheckedSqlException(String what, SQLException failure) {
        super(
                failure.getMessage() + "\n  in: " + (what.length() > SHOWN ? what.substring(0, SHOWN) + "…" : what),
                failure);
        this.failure = failure;
    }

    public String sqlState() {
        return String.valueOf(failure.getSQLState());
    }
}
