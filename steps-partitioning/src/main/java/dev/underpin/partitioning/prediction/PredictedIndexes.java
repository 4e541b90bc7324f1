package dev.underpin.partitioning.prediction;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.structure.PredictedText;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The indexes that a conversion leaves on the partitioned table, on a partition and on the retired table. */
final class PredictedIndexes {

    private final Conversion conversion;
    private final Indexes indexes;
    private final PredictedText text;

    PredictedIndexes(Conversion conversion, Indexes indexes, PredictedText text) {
        this.conversion = conversion;
        this.indexes = indexes;
        this.text = text;
    }

    List<Index> onParent() {
        return sorted(indexes.carried().stream().map(this::onParent));
    }

    List<Index> onLeaf(Leaf leaf) {
        return sorted(indexes.carried().stream().map(index -> onLeaf(index, leaf)));
    }

    List<Index> onRetired() {
        return sorted(conversion.before().indexes().stream().map(this::onRetired));
    }

    private Index onParent(Index index) {
        boolean primary = index.name().equals(indexes.primary().name());
        String shape = primary ? text.primaryShape(false) : index.shape();
        return changed(
                index,
                index.name(),
                text.index(index, index.name(), conversion.table(), true, shape),
                shape,
                index.constraint(),
                Optional.empty(),
                false,
                index.comment());
    }

    private Index onLeaf(Index index, Leaf leaf) {
        boolean primary = index.name().equals(indexes.primary().name());
        QualifiedName name = indexes.nameOn(index, leaf.name());
        String shape = primary ? text.primaryShape(true) : index.shape();
        return changed(
                index,
                name,
                text.index(index, name, leaf.name(), false, shape),
                shape,
                index.constraint().map(constraint -> name.local()),
                Optional.of(index.name()),
                index.clustered(),
                Optional.empty());
    }

    private Index onRetired(Index index) {
        QualifiedName name = indexes.nameOn(index, conversion.retired());
        return changed(
                index,
                name,
                text.index(index, name, conversion.retired(), false, index.shape()),
                index.shape(),
                index.constraint().map(constraint -> name.local()),
                index.parent(),
                index.clustered(),
                index.comment());
    }

    private Index changed(
            Index index,
            QualifiedName name,
            String definition,
            String shape,
            Optional<String> constraint,
            Optional<QualifiedName> parent,
            boolean clustered,
            Optional<String> comment) {
        boolean widened = !shape.equals(index.shape())
                && index.name().equals(indexes.primary().name());
        return new Index(
                name,
                definition,
                shape,
                index.method(),
                index.unique(),
                index.immediate(),
                index.valid(),
                index.ready(),
                index.live(),
                index.partial(),
                index.plainKeys(),
                widened ? conversion.newKey() : index.keys(),
                widened ? indexes.included(index) : index.include(),
                constraint,
                parent,
                clustered,
                index.replicaIdentity(),
                index.statisticsTargets(),
                index.tablespace(),
                comment);
    }

    private static List<Index> sorted(Stream<Index> all) {
        return all.sorted(Comparator.comparing(index -> index.name().local())).toList();
    }
}
