package dev.underpin.indexing;

import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import java.util.List;
import java.util.Optional;

/** Removes an index that the step knows by definition, nothing else that might have taken its name. */
record Removal(CanonicalIndex canonical, IndexStatements indexes) {

    /** In a transaction, right before its name is used to drop it. */
    Check stillOurs(TableIndex place) {
        return expecting("ABSENT", place, indexes.probeDropped(place, canonical));
    }

    /** Right before it takes over a name. */
    Check complete(TableIndex place) {
        return expecting("DONE", place, indexes.probeBuilt(place, canonical));
    }

    private static Check expecting(String state, TableIndex place, Sql probe) {
        return new Check(
                "same:" + place.index(),
                "Index " + place.index() + " on " + place.table() + " is the one of this step",
                new Question.Rows(probe, Expect.value(state)),
                Check.OnMiss.REPLAN,
                CommonCodes.ANOTHER_OBJECT,
                "Give yours another name, then go on.");
    }

    /** While the table is read and written. An interrupted removal is finished by doing it again. */
    Action concurrently(String key, TableIndex place, Undo undo) {
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
