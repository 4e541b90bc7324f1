package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Which values of the partition column the partitions for some periods hold. */
public final class PartitionCoverage {

    private final Conversion conversion;
    private final List<Period> periods;

    public PartitionCoverage(Conversion conversion, List<Period> periods) {
        this.conversion = conversion;
        this.periods = periods;
    }

    /** The condition that a row has a place; never NULL. */
    public Sql fits() {
        return condition(everywhere(), " AND ", "{0} IS NOT NULL", "{0} >= {1}", "{0} < {1}");
    }

    /** The condition that a row has none; never NULL. */
    public Sql falls() {
        return falls(everywhere());
    }

    /** The condition that a row has none but the default partition, if there is one; never NULL. */
    Sql outside() {
        return falls(false);
    }

    /** The condition that a row lies in the periods. */
    Sql within() {
        return conversion
                .dialect()
                .sql(
                        "({0} >= {1} AND {0} < {2})",
                        Ddl.name(conversion.column()),
                        value(periods.get(0).from()),
                        value(periods.get(periods.size() - 1).to()));
    }

    /** The condition that a row lies before the periods. */
    Sql before() {
        return conversion
                .dialect()
                .sql(
                        "{0} < {1}",
                        Ddl.name(conversion.column()), value(periods.get(0).from()));
    }

    private boolean everywhere() {
        return conversion.range().otherwise() == RangeBy.Otherwise.PARTITION;
    }

    private Sql falls(boolean everywhere) {
        return condition(everywhere, " OR ", "{0} IS NULL", "{0} < {1}", "{0} >= {1}");
    }

    private Sql condition(boolean everywhere, String and, String missing, String low, String high) {
        Name column = Ddl.name(conversion.column());
        RangeBy range = conversion.range();
        List<Sql> parts = new ArrayList<>();
        parts.add(conversion.dialect().sql(missing, column));
        if (!everywhere && !range.before().present()) {
            parts.add(conversion.dialect().sql(low, column, value(periods.get(0).from())));
        }
        if (!everywhere) {
            parts.add(conversion
                    .dialect()
                    .sql(high, column, value(periods.get(periods.size() - 1).to())));
        }
        String template =
                IntStream.range(0, parts.size()).mapToObj(i -> "{" + i + "}").collect(Collectors.joining(and));
        return conversion.dialect().sql("(" + template + ")", parts.toArray());
    }

    private QueryPart value(java.time.Instant time) {
        return DSL.inline(conversion.timeKey().print(time));
    }
}
