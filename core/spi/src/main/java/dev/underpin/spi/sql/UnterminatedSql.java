package dev.underpin.spi.sql;

/** A quotation or a comment in an SQL text does not end. */
public final class UnterminatedSql extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    UnterminatedSql(String what, int offset) {
        super(what + " is never closed");
        this.offset = offset;
    }

    /** Where it begins. */
    public int offset() {
        return offset;
    }
}
