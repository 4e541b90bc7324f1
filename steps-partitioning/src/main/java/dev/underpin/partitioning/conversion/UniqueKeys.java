package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.sql.KeyLogStatements.Settling;
import dev.underpin.partitioning.sql.KeyLogStatements.UniqueKey;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.finding.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a replay tells rows that a table cannot hold beside the others. As a rule the server does it, by all unique keys at once; it
 * does not where one of these is deferrable.
 */
public final class UniqueKeys {

    private final Conversion conversion;
    private final Indexes indexes;

    public UniqueKeys(Conversion conversion) {
        this.conversion = conversion;
        this.indexes = new Indexes(conversion);
    }

    public Optional<Settling> ofPartitioned() {
        return settling(conversion.newKey(), carried());
    }

    public Optional<Settling> ofOld() {
        return settling(conversion.oldKey(), old());
    }

    private Optional<Settling> settling(List<String> key, List<Index> others) {
        return others.stream().allMatch(Index::immediate)
                ? Optional.empty()
                : Optional.of(new Settling(
                        key,
                        others.stream().flatMap(index -> unique(index).stream()).toList()));
    }

    private List<Index> carried() {
        return indexes.secondary().stream().filter(this::limits).toList();
    }

    private List<Index> old() {
        return conversion.before().indexes().stream()
                .filter(index -> !index.name().equals(indexes.primary().name()))
                .filter(Index::usable)
                .filter(this::limits)
                .toList();
    }

    private boolean limits(Index index) {
        return index.unique() || constraint(index).isPresent();
    }

    private Optional<Constraint> constraint(Index index) {
        return index.constraint().flatMap(conversion.before()::constraint);
    }

    private Optional<UniqueKey> unique(Index index) {
        return constraint(index)
                .filter(constraint -> constraint.kind() == Constraint.Kind.UNIQUE)
                .map(constraint -> new UniqueKey(
                        constraint.columns(),
                        constraint.equality(),
                        constraint.definition().contains("NULLS NOT DISTINCT")));
    }

    /** A row that breaks a key which the other table does not keep can be told by the server alone. */
    public Optional<Finding> refusal() {
        Stream<Index> both = conversion.synchronous()
                ? carried().stream()
                : Stream.concat(carried().stream(), old().stream()).distinct();
        List<Index> all = both.toList();
        Optional<Index> deferrable =
                all.stream().filter(index -> !index.immediate()).findFirst();
        return deferrable.flatMap(deferred -> all.stream()
                .filter(index ->
                        unique(index).isEmpty() || indexes.givenUp(index).isPresent())
                .findFirst()
                .map(untold -> Finding.error(
                        Codes.DEFERRED_GIVEN_UP,
                        "the constraint " + deferred.name().local() + " of " + conversion.table()
                                + " is deferrable, so ON CONFLICT cannot tell which rows "
                                + (untold.equals(deferred)
                                        ? "break it"
                                        : "break " + untold.name().local())
                                + " when rows are brought up to date",
                        "Make " + deferred.name().local()
                                + " not deferrable first: drop it, and add it without DEFERRABLE. Or drop "
                                + untold.name().local() + ".")));
    }
}
