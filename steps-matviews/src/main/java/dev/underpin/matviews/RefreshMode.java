package dev.underpin.matviews;

/** How a materialized view is filled again. */
public enum RefreshMode {
    /** Concurrently if the view allows it, else blocking. */
    AUTO,
    /** While others read; needs a unique index over columns, of all rows, and a view that has been filled before. */
    CONCURRENT,
    /** Faster, but nobody can read meanwhile. */
    BLOCKING
}
