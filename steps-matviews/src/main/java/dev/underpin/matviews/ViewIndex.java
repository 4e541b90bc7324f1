package dev.underpin.matviews;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.IndexKey;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.program.Scalar;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.SqlExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An index of a new materialized view. */
@Described("An index of the materialized view.")
public record ViewIndex(
        @Described(value = "Its name, in the view's schema.", example = "session_stats_status_idx")
        Identifier name,

        @Described(value = "The index method.", example = "gin", absent = "btree")
        Identifier method,

        @Described(value = "What is indexed, in order.", example = "[ { column: status } ]")
        List<IndexKey> keys,

        @Described(value = "Further columns that the index holds.", example = "[sessions]", absent = "[]")
        List<Identifier> include,

        @Described(value = "Whether equal keys are refused.", example = "true", absent = "false")
        boolean unique,

        @Described(value = "The condition of the rows that are indexed.", example = "sessions > 1")
        Optional<SqlExpression> where,

        @Described(value = "Storage parameters of the index.", example = "{ fillfactor: 100 }", absent = "{}")
        Map<String, Scalar> with) {

    public ViewIndex {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        with = Map.copyOf(with);
        if (keys.isEmpty()) {
            throw new InvalidConfig("keys", "an index needs at least one key", "Name a column or an expression.");
        }
    }

    IndexSpec spec() {
        SortedMap<String, String> options = new TreeMap<>();
        with.forEach((option, value) -> options.put(option, value.text()));
        return new IndexSpec(method, keys, include, unique, false, where, options);
    }

    /** As far as can be said without the server. */
    boolean identifiesRows() {
        return unique && method.equals(IndexSpec.BTREE) && where.isEmpty() && !spec().hasExpressions();
    }
}
