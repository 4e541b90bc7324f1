package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the server makes of an {@link IndexSpec}; comparable with what it says of indexes that exist.
 *
 * @param shape as {@link Index#shape}
 * @param keys as {@link Index#keys}
 */
public record CanonicalIndex(
        String shape,
        String method,
        boolean unique,
        boolean partial,
        boolean plainKeys,
        List<String> keys,
        List<String> include) {

    /**
     * A row of {@link IndexStatements#canonical}: one key or included column.
     *
     * @param term the column's name or the expression
     */
    public record Term(
            String shape,
            String method,
            boolean unique,
            boolean partial,
            String term,
            boolean expression,
            boolean included) {}

    public CanonicalIndex {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
    }

    /**
     * @param terms at least one, in order
     */
    public static CanonicalIndex of(List<Term> terms) {
        Term first = terms.get(0);
        return new CanonicalIndex(
                first.shape(),
                first.method(),
                first.unique(),
                first.partial(),
                terms.stream().noneMatch(Term::expression),
                terms.stream().filter(term -> !term.included()).map(Term::term).toList(),
                terms.stream().filter(Term::included).map(Term::term).toList());
    }

    /** What the index is, whatever its name. */
    public static CanonicalIndex like(Index index) {
        return new CanonicalIndex(
                index.shape(),
                index.method(),
                index.unique(),
                index.partial(),
                index.plainKeys(),
                index.keys(),
                index.include());
    }

    /** The same in another shape. */
    public CanonicalIndex shaped(String other) {
        return new CanonicalIndex(other, method, unique, partial, plainKeys, keys, include);
    }

    /** Whether the index does the same on an equal table. */
    public boolean describes(Index index) {
        return index.shape().equals(shape) && index.unique() == unique && (index.immediate() || !unique);
    }

    /** The index as the catalog will show it once it is built. */
    public Index named(QualifiedName name, String definition, Optional<QualifiedName> parent) {
        return new Index(
                name,
                definition,
                shape,
                method,
                unique,
                true,
                true,
                true,
                true,
                partial,
                plainKeys,
                keys,
                include,
                Optional.empty(),
                parent,
                false,
                false,
                Collections.emptySortedMap(),
                Optional.empty(),
                Optional.empty());
    }
}
