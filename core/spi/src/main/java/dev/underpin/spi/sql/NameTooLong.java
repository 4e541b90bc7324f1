package dev.underpin.spi.sql;

/** A name is longer than the server keeps; it would be shortened silently. */
public final class NameTooLong extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NameTooLong(String name, int bytes) {
        super("the name " + NameSyntax.readable(name) + " has " + bytes + " bytes; the server keeps "
                + NameSyntax.MAX_BYTES);
    }
}
