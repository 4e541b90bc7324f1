package dev.underpin.partitioning;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Rehearsal.Way;
import dev.underpin.spi.Sql;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.StandInVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table as it is, with the plan's new indexes alone, and as the whole plan makes it, each with the same sample of rows. */
final class LesserWays {

    private static final long ROWS = 50_000;

    /** Temporary partitions take locks and files, too. */
    private static final int MOST_PARTITIONS = 200;

    private final Conversion conversion;
    private final StepContext end;
    private final StandInVocabulary vocabulary;
    private final QualifiedName standIn;

    /**
     * @param end the context's catalog is that after the whole plan
     */
    LesserWays(Conversion conversion, StepContext end) {
        this.conversion = conversion;
        this.end = end;
        this.vocabulary = end.dialect().standIns();
        this.standIn = standIn(conversion.table());
    }

    /** Empty where the plan does not leave the table partitioned, or with too many partitions for a trial. */
    Optional<Rehearsal> rehearsal() {
        List<Table> tree = end.catalog().tree(conversion.table());
        if (tree.size() < 2 || tree.size() - 1 > MOST_PARTITIONS) {
            return Optional.empty();
        }
        List<Index> present =
                conversion.before().indexes().stream().filter(Index::usable).toList();
        List<Index> added = added(tree.get(0));
        List<Way> lesser = new ArrayList<>();
        lesser.add(new Way("as it is", plain(present)));
        if (!added.isEmpty()) {
            lesser.add(new Way(
                    "with new indexes only",
                    plain(Stream.concat(present.stream(), added.stream()).toList())));
        }
        return Optional.of(new Rehearsal(
                conversion.table(),
                standIn,
                lesser,
                new Way("partitioned", partitioned(tree)),
                "If fast queries are all that is wanted, an index does it, without partitions: indexing.create."));
    }

    private List<Index> added(Table after) {
        Set<String> before = conversion.before().indexes().stream()
                .map(index -> index.name().local())
                .collect(Collectors.toSet());
        return after.indexes().stream()
                .filter(index -> !before.contains(index.name().local()))
                .toList();
    }

    private List<Sql> plain(List<Index> indexes) {
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.table(standIn, conversion.before().columns(), Optional.empty()));
        setup.addAll(filled(indexes));
        return setup;
    }

    private List<Sql> partitioned(List<Table> tree) {
        Table root = tree.get(0);
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.table(standIn, root.columns(), root.partitioning()));
        for (Table partition : tree.subList(1, tree.size())) {
            PartitionOf place = partition.partitionOf().orElseThrow();
            setup.add(vocabulary.partition(
                    standIn(partition.name()), standIn(place.parent()), place.bound(), partition.partitioning()));
        }
        setup.addAll(filled(root.indexes()));
        return setup;
    }

    private List<Sql> filled(List<Index> indexes) {
        Table before = conversion.before();
        List<Sql> setup = new ArrayList<>();
        setup.add(vocabulary.sample(standIn, before, end.catalog().extent(before.name()), ROWS));
        indexes.forEach(index -> setup.add(vocabulary.index(standIn, index)));
        setup.add(end.dialect().indexes().analyze(standIn));
        setup.add(vocabulary.readable(standIn));
        return setup;
    }

    private QualifiedName standIn(QualifiedName table) {
        return vocabulary.name(table.local());
    }
}
