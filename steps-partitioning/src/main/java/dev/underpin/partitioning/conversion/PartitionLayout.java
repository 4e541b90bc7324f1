package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.NamePattern;
import dev.underpin.partitioning.config.RangeBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which partitions the rows are divided into, by the plan's words. */
public record PartitionLayout(Conversion conversion) {

    NamePattern pattern() {
        return conversion
                .config()
                .partitionName()
                .orElseGet(() -> NamePattern.fitting(conversion.range().interval()));
    }

    Leaf leaf(Period period) {
        TimeKey key = conversion.timeKey();
        String local = pattern()
                .name(
                        conversion.table().local(),
                        key.local(period.from(), conversion.range().timeZone()));
        return Leaf.ofRange(conversion.table().sibling(local), key.print(period.from()), key.print(period.to()));
    }

    /** The partition for what lies before those periods. */
    Optional<Leaf> lowest(List<Period> periods) {
        return conversion.range().before().present()
                ? Optional.of(Leaf.below(
                        conversion.names().beside(conversion.table(), "_before"),
                        conversion.timeKey().print(periods.get(0).from())))
                : Optional.empty();
    }

    /** All partitions for those periods, in the order of time, those for other rows included. */
    public List<Leaf> leaves(List<Period> periods) {
        List<Leaf> leaves = new ArrayList<>();
        lowest(periods).ifPresent(leaves::add);
        periods.forEach(period -> leaves.add(leaf(period)));
        if (conversion.range().otherwise() == RangeBy.Otherwise.PARTITION) {
            leaves.add(Leaf.otherwise(conversion.names().beside(conversion.table(), "_default")));
        }
        return leaves;
    }

    Periods periods() {
        return conversion
                .range()
                .from()
                .time()
                .map(local -> new Periods(
                        conversion.range().interval(),
                        local.atZone(
                                conversion.timeKey().zone(conversion.range().timeZone()))))
                .orElseGet(() -> Periods.natural(
                        conversion.range().interval(),
                        conversion.timeKey().zone(conversion.range().timeZone())));
    }
}
