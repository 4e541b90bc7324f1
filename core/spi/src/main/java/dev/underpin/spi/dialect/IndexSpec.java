package dev.underpin.spi.dialect;

import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.SqlExpression;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An index as a plan asks for it, apart from its name and table.
 *
 * @param where of a partial index
 * @param with storage parameters
 */
public record IndexSpec(
        Identifier method,
        List<IndexKey> keys,
        List<Identifier> include,
        boolean unique,
        boolean nullsNotDistinct,
        Optional<SqlExpression> where,
        SortedMap<String, String> with) {

    public static final Identifier BTREE = new Identifier("btree");

    public IndexSpec {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
    }

    /** A unique B-tree over plain columns. */
    public static IndexSpec uniqueOn(List<Identifier> columns) {
        return plain(columns, true);
    }

    /** A B-tree over plain columns. */
    public static IndexSpec on(List<Identifier> columns) {
        return plain(columns, false);
    }

    private static IndexSpec plain(List<Identifier> columns, boolean unique) {
        return new IndexSpec(
                BTREE,
                columns.stream().map(IndexKey::of).toList(),
                List.of(),
                unique,
                false,
                Optional.empty(),
                Collections.emptySortedMap());
    }

    public boolean hasExpressions() {
        return keys.stream().anyMatch(key -> key.expression().isPresent());
    }
}
