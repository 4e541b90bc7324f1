package dev.underpin.spi.catalog;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A column.
 *
 * @param type as {@code format_type} spells it under an empty search path
 * @param collation schema-qualified and quoted, if it is not the type's own
 * @param defaultExpression canonical; the generation expression of a generated column
 * @param statisticsTarget empty: the system's default
 * @param storage the letter of {@code attstorage} if it is not the type's own
 * @param acl column privileges
 */
public record Column(
        String name,
        String type,
        Optional<String> collation,
        boolean notNull,
        Optional<String> defaultExpression,
        Generation generation,
        Optional<Identity> identity,
        Optional<String> storage,
        Optional<String> compression,
        Optional<Integer> statisticsTarget,
        SortedMap<String, String> options,
        Acl acl,
        Optional<String> comment) {

    public enum Generation {
        NONE,
        STORED,
        VIRTUAL
    }

    public enum Identity {
        ALWAYS,
        BY_DEFAULT
    }

    /** The same column, not generated: what is stored in it is given. */
    public Column given() {
        return new Column(
                name,
                type,
                collation,
                notNull,
                Optional.empty(),
                Generation.NONE,
                identity,
                storage,
                compression,
                statisticsTarget,
                options,
                acl,
                comment);
    }

    /** The same column, which keeps NULL out or does not. */
    public Column withNotNull(boolean other) {
        return new Column(
                name,
                type,
                collation,
                other,
                defaultExpression,
                generation,
                identity,
                storage,
                compression,
                statisticsTarget,
                options,
                acl,
                comment);
    }
}
