package dev.underpin.postgresql.catalog;

/**
 * The options that somebody set on a column, such as {@code n_distinct}. A server may keep marks of its own beside them (minor releases since
 * November 2026: {@code pg_attver}, another number after each change); names that begin with {@code pg_} are the server's, as everywhere in
 * PostgreSQL. Nobody can set them, pg_dump leaves them out, and so does everything of ours. Any other name counts, known to us or not.
 */
public final class ColumnOptions {

    /** Of the row {@code a} of {@code pg_attribute}, as a sorted array of texts, empty if there is none. */
    public static final String OF_USERS =
            "ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE left(o, 3) <> 'pg_' ORDER BY o)";

    private ColumnOptions() {}
}
