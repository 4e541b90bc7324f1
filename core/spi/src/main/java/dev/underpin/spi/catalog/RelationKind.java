package dev.underpin.spi.catalog;

import java.util.Locale;

/** What a relation is. */
public enum RelationKind {
    TABLE,
    PARTITIONED_TABLE,
    FOREIGN_TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    INDEX,
    PARTITIONED_INDEX,
    SEQUENCE,
    COMPOSITE_TYPE,
    TOAST_TABLE;

    @Override
    public String toString() {
        return name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
