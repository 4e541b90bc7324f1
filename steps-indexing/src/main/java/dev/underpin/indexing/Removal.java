package dev.underpin.indexing;

import dev.underpin.spi.Action;
import dev.underpin.spi.Autocommit;
import dev.underpin.spi.Undo;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexVocabulary;
import dev.underpin.spi.dialect.IndexVocabulary.Place;
import java.util.List;
import java.util.Optional;

/** Removes an index that the step knows by definition, nothing else that might have taken its name. */
record Removal(CanonicalIndex canonical, IndexVocabulary indexes) {

    /** While the table is read and written. An interrupted removal is finished by doing it again. */
    Action concurrently(String key, Place place, Undo undo) {
        return new Autocommit(
                key,
                "Drop index " + place.index() + " on " + place.table() + " while it is read and written",
                indexes.dropConcurrently(place),
                indexes.probeDropped(place, canonical),
                List.of(),
                Optional.empty(),
                undo);
    }
}
