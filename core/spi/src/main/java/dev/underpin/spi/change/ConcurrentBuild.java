package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.Change.Stage;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.Definable;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** An index that a change builds while its table is read and written. */
final class ConcurrentBuild {

    private final TableChange change;
    private final TableIndex place;
    private final IndexSpec spec;

    ConcurrentBuild(TableChange change, String index, IndexSpec spec) {
        this.change = change;
        this.place = new TableIndex(change.table(), change.table().sibling(index));
        this.spec = spec;
    }

    TableIndex place() {
        return place;
    }

    private record Definition(String text) {}

    /** What has the name and is no such index is left alone, by the build and by its way back. */
    Stage stage(Table present, StepContext context) {
        IndexStatements indexes = indexes(context);
        CanonicalIndex canonical = canonical(present, context);
        Autocommit drop = new Autocommit(
                "drop index " + place.index(),
                "Drop index " + place.index() + " of " + place.table() + " while it is read and written",
                indexes.dropConcurrently(place),
                indexes.probeDropped(place, canonical),
                List.of(),
                Optional.empty(),
                Undo.NONE);
        return Stage.ofAutocommit(new Autocommit(
                "build index " + place.index(),
                "Build index " + place.index() + " of " + place.table() + " while it is read and written",
                indexes.buildConcurrently(place, canonical),
                indexes.probeBuilt(place, canonical),
                List.of(indexes.dropConcurrently(place)),
                Optional.empty(),
                Undo.by(drop)));
    }

    /** As the catalog will show it. */
    Index built(Table present, StepContext context) {
        CanonicalIndex canonical = canonical(present, context);
        Definition definition = context.ask(
                        "definition",
                        indexes(context).definitions(canonical, List.of(new Definable(place, false))),
                        Definition.class)
                .get(0);
        return canonical.named(place.index(), definition.text(), Optional.empty());
    }

    /** @throws dev.underpin.spi.finding.ServerRefusal if the server makes no such index */
    CanonicalIndex canonical(Table present, StepContext context) {
        return CanonicalIndex.of(change.allOnStandIn(
                present,
                context,
                standIn -> List.of(indexes(context).buildOnStandIn(onStandIn(standIn), spec)),
                standIn -> indexes(context).canonical(onStandIn(standIn)),
                CanonicalIndex.Term.class));
    }

    private TableIndex onStandIn(QualifiedName standIn) {
        return new TableIndex(standIn, standIn.sibling(place.index().local()));
    }

    static IndexStatements indexes(StepContext context) {
        return context.dialect().statements(IndexStatements.class);
    }
}
