package dev.underpin.spi.catalog;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

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
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false, addClassRetainedGenerated = false)
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

    /** The same column but for what the change sets: {@code column.but(c -> c.notNull(true))}. */
    public Column but(UnaryOperator<ColumnBuilder> change) {
        return change.apply(ColumnBuilder.builder(this)).build();
    }

    /** The same column, not generated: what is stored in it is given. */
    public Column given() {
        return but(column -> column.defaultExpression(Optional.empty()).generation(Generation.NONE));
    }
}
