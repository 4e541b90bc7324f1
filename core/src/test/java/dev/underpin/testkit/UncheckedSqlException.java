package dev.underpin.testkit;

import java.sql.SQLException;

/** A statement of a test failed where none was expected to; the cause says how. */
public final class UncheckedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    public UncheckedSqlException(String what, SQLException failure) {
        super(what + ": " + failure.getMessage(), failure);
        this.failure = failure;
    }

    public String sqlState() {
        return String.valueOf(failure.getSQLState());
    }
}
