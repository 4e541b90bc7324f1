package dev.underpin.partitioning.prediction;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.structure.PredictedText;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The constraints that a conversion leaves on the partitioned table, on a partition and on the retired table. */
final class PredictedConstraints {

    private final Conversion conversion;
    private final Table before;
    private final Indexes indexes;
    private final PredictedText text;

    PredictedConstraints(Conversion conversion, Indexes indexes, PredictedText text) {
        this.conversion = conversion;
        this.before = conversion.before();
        this.indexes = indexes;
        this.text = text;
    }

    List<Constraint> onParent() {
        return sorted(before.constraints().stream().filter(this::isCarried).map(this::onParent));
    }

    List<Constraint> onLeaf(Leaf leaf) {
        return sorted(onParent().stream().map(constraint -> onLeaf(constraint, leaf)));
    }

    List<Constraint> onRetired() {
        return sorted(before.constraints().stream()
                .filter(constraint -> constraint.kind() != Constraint.Kind.FOREIGN_KEY)
                .map(this::onRetired));
    }

    private boolean isCarried(Constraint constraint) {
        return constraint
                .index()
                .flatMap(before::index)
                .map(index -> indexes.carried().contains(index))
                .orElse(true);
    }

    private Constraint onParent(Constraint constraint) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY ->
                constraint.but(key -> key.definition(text.primaryKey())
                        .columns(conversion.newKey())
                        .equality(conversion.newKey().stream()
                                .map(conversion::equality)
                                .toList())
                        .inherited(false));
            case FOREIGN_KEY -> constraint.but(key -> key.noInherit(false).inherited(false));
            default -> constraint;
        };
    }

    private Constraint onLeaf(Constraint constraint, Leaf leaf) {
        Optional<String> index = indexOn(constraint, leaf.name());
        return constraint
                .asInherited()
                .but(part -> part.name(index.orElse(constraint.name()))
                        .index(index)
                        .noInherit(constraint.noInherit() || constraint.kind() == Constraint.Kind.FOREIGN_KEY));
    }

    private Constraint onRetired(Constraint constraint) {
        Optional<String> index = indexOn(constraint, conversion.retired());
        return constraint.but(
                retired -> retired.name(index.orElse(constraint.name())).index(index));
    }

    private Optional<String> indexOn(Constraint constraint, QualifiedName table) {
        return constraint
                .index()
                .flatMap(before::index)
                .map(index -> indexes.nameOn(index, table).local());
    }

    private static List<Constraint> sorted(Stream<Constraint> all) {
        return all.sorted(Comparator.comparing(Constraint::name)).toList();
    }
}
