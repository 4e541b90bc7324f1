package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An index of a table or materialized view.
 *
 * @param definition as {@code pg_get_indexdef} gives it, under an empty search path
 * @param shape what follows {@code USING} in the definition: equal shapes on equal tables are equal indexes
 * @param keys plain columns by name, expressions as {@code pg_get_indexdef} prints them
 * @param plainKeys whether all keys are columns
 * @param constraint that it enforces
 * @param parent the partitioned index that it is attached to
 * @param statisticsTargets by key position, from 1, where set
 */
public record Index(
        QualifiedName name,
        String definition,
        String shape,
        String method,
        boolean unique,
        boolean immediate,
        boolean valid,
        boolean ready,
        boolean live,
        boolean partial,
        boolean plainKeys,
        List<String> keys,
        List<String> include,
        Optional<String> constraint,
        Optional<QualifiedName> parent,
        boolean clustered,
        boolean replicaIdentity,
        SortedMap<Integer, Integer> statisticsTargets,
        Optional<String> tablespace,
        Optional<String> comment) {

    /** The same index of a constraint. */
    public Index enforcing(String ofConstraint) {
        return new Index(
                name,
                definition,
                shape,
                method,
                unique,
                immediate,
                valid,
                ready,
                live,
                partial,
                plainKeys,
                keys,
                include,
                Optional.of(ofConstraint),
                parent,
                clustered,
                replicaIdentity,
                statisticsTargets,
                tablespace,
                comment);
    }

    /** Whether queries can use it and it is kept up to date. */
    public boolean usable() {
        return valid && ready && live;
    }

    /** Whether no two rows agree in all of its keys, at any moment, unless one of them is NULL. */
    public boolean identifiesRows() {
        return unique && immediate && usable() && method.equals("btree") && !partial && plainKeys;
    }
}
