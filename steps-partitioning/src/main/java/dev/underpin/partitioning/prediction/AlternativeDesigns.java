package dev.underpin.partitioning.prediction;

import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Rehearsal.Way;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table as it is, with the plan's new indexes alone, and as the whole plan makes it, each with the same sample of rows. */
public final class AlternativeDesigns {

    private static final long ROWS = 50_000;

    /** Temporary partitions take locks and files, too. */
    private static final int MOST_PARTITIONS = 200;

    private static final String AS_IT_IS = "as it is";

    private static final String INDEX_DOES =
            "faster with the new indexes alone. If fast queries are all that is wanted, indexing.create gives them, without partitions.";

    private static final String NO_FASTER = "faster as it is than with partitions.";

    private final Table now;
    private final Extent extent;
    private final Catalog end;
    private final Dialect dialect;
    private final StandInStatements vocabulary;
    private final QualifiedName standIn;

    /**
     * @param now the table before the whole plan
     * @param end the catalog after the whole plan
     */
    public AlternativeDesigns(Table now, Extent extent, Catalog end, Dialect dialect) {
        this.now = given(now);
        this.extent = extent;
        this.end = end;
        this.dialect = dialect;
        this.vocabulary = dialect.statements(StandInStatements.class);
        this.standIn = standIn(now.name());
    }

    /** Empty where the plan does not leave the table partitioned, or with too many partitions for a trial. */
    public Optional<Rehearsal> rehearsal() {
        List<Table> tree = end.tree(now.name());
        if (now.partitioned() || tree.size() < 2 || tree.size() - 1 > MOST_PARTITIONS) {
            return Optional.empty();
        }
        List<Index> present = now.indexes().stream().filter(Index::usable).toList();
        List<Index> added = added(tree.get(0));
        List<Way> lesser = added.isEmpty()
                ? List.of(new Way(AS_IT_IS, plain(present), Optional.of(NO_FASTER)))
                : List.of(
                        new Way(AS_IT_IS, plain(present), Optional.empty()),
                        new Way(
                                "with new indexes only",
                                plain(Stream.concat(present.stream(), added.stream())
                                        .toList()),
                                Optional.of(INDEX_DOES)));
        return Optional.of(new Rehearsal(
                now.name(), standIn, lesser, new Way("partitioned", partitioned(tree), Optional.empty())));
    }

    private List<Index> added(Table after) {
        Set<String> before =
                now.indexes().stream().map(index -> index.name().local()).collect(Collectors.toSet());
        return after.indexes().stream()
                .filter(index -> !before.contains(index.name().local()))
                .toList();
    }

    private List<Sql> plain(List<Index> indexes) {
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.table(standIn, now.columns(), Optional.empty()));
        setup.add(owned(standIn));
        setup.addAll(filled(indexes));
        return setup;
    }

    private List<Sql> partitioned(List<Table> tree) {
        Table root = given(tree.get(0));
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.table(standIn, root.columns(), root.partitioning()));
        setup.add(owned(standIn));
        for (Table partition : tree.subList(1, tree.size())) {
            PartitionOf place = partition.partitionOf().orElseThrow();
            QualifiedName name = standIn(partition.name());
            setup.add(vocabulary.partition(name, standIn(place.parent()), place.bound(), partition.partitioning()));
            setup.add(owned(name));
        }
        setup.addAll(filled(root.indexes()));
        return setup;
    }

    /** What is stored is copied: what generates it would run as the tool's role. */
    private static Table given(Table table) {
        List<Column> columns = table.columns().stream()
                .map(column -> column.generation() == Generation.STORED ? column.given() : column)
                .toList();
        return table.but(draft -> draft.columns(columns));
    }

    /** Functions in indexes run as the table's owner, also when its rows are looked at for statistics. */
    private Sql owned(QualifiedName table) {
        return vocabulary.owned(table, now.owner());
    }

    private List<Sql> filled(List<Index> indexes) {
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.sample(standIn, now, extent, ROWS).as(now.owner()));
        indexes.forEach(index -> setup.add(vocabulary.index(standIn, index)));
        setup.add(dialect.statements(IndexStatements.class).analyze(standIn));
        return setup;
    }

    private QualifiedName standIn(QualifiedName table) {
        return vocabulary.name(table.local());
    }
}
