package dev.underpin.indexing;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** What the server makes of an index, seen on an empty stand-in of its table. */
final class Canonical {

    private Canonical() {}

    /**
     * @throws dev.underpin.spi.finding.ServerRefusal if the server does not accept such an index
     */
    static CanonicalIndex of(IndexSpec spec, IndexedRelation host, StepContext context) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        IndexStatements indexes = context.dialect().statements(IndexStatements.class);
        String local = host.name().local();
        QualifiedName table = standIns.name(local);
        TableIndex place =
                new TableIndex(table, standIns.name(local.equals("canonical") ? "canonical_index" : "canonical"));
        return CanonicalIndex.of(context.queryInScratch(
                "canonical:" + host.name(),
                List.of(
                        standIns.table(table, host.columns(), host.partitioning()),
                        indexes.buildOnStandIn(place, spec)),
                indexes.canonical(place),
                CanonicalIndex.Term.class));
    }
}
