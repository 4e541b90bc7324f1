package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/**
 * A sequence.
 *
 * @param ownedBy the column that it goes with
 * @param identity whether it implements an identity column
 */
public record Sequence(
        QualifiedName name,
        String type,
        long start,
        long increment,
        long min,
        long max,
        long cache,
        boolean cycle,
        String owner,
        Acl acl,
        Optional<String> comment,
        Optional<OwnedBy> ownedBy,
        boolean identity) {

    /** A column of a table. */
    public record OwnedBy(QualifiedName table, String column) {}
}
