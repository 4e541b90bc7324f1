package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/** An index that makes the step's own unnecessary. */
final class EquivalentIndex {

    private EquivalentIndex() {}

    /** A complete index that does the same: under the step's name, else under any. */
    static Optional<QualifiedName> complete(Node root, CanonicalIndex canonical) {
        return root.usable()
                ? root.found().map(Index::name)
                : root.host().indexes().stream()
                        .filter(index -> index.usable() && canonical.describes(index))
                        .map(Index::name)
                        .findFirst();
    }

    static Finding note(Config config, QualifiedName index) {
        boolean sameName = index.local().equals(config.name().name());
        return Finding.note(
                Codes.ALREADY_THERE,
                sameName
                        ? "Index " + index + " is there already and does what the plan asks for."
                        : "Index " + index + " on " + config.table() + " does the same as " + config.name()
                                + " would, so " + config.name() + " is not built.",
                sameName ? "Nothing is done." : "Nothing is done; rename the index if its name matters.");
    }
}
