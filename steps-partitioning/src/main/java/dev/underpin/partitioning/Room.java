package dev.underpin.partitioning;

import dev.underpin.spi.Check;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Finding;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question;
import dev.underpin.spi.RefusedException;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/**
 * Which partitions are needed now: for the rows that came meanwhile, and for the time ahead.
 *
 * @param all in the order of time
 * @param missing those of them that are not there yet
 * @param until when, by the server's clock, a further one is needed for the time ahead
 */
record Room(List<Leaf> all, List<Leaf> missing, Instant until) {

    /** More partitions than this are a mistake in the data or in the plan. */
    static final int MOST = 1000;

    static Room of(Conversion conversion, ConvertMemory memory, StepContext context) {
        List<Leaf> all = conversion.leaves(periods(conversion, memory.periods(), context));
        Set<QualifiedName> present = context.catalog().table(conversion.shadow()).flatMap(Table::partitioning).stream()
                .flatMap(partitioning -> partitioning.partitions().stream())
                .map(partition -> partition.name())
                .collect(Collectors.toSet());
        boolean begun = context.catalog().kind(conversion.shadow()).isPresent();
        return new Room(
                all,
                begun
                        ? all.stream()
                                .filter(leaf -> !present.contains(leaf.name()))
                                .toList()
                        : List.of(),
                nextPeriod(conversion, context.now()));
    }

    /** That no further partition has come to be needed since: a cutover by hand may have waited for long. */
    Check lasts(Dialect dialect) {
        return new Check(
                "ahead",
                "The partitions reach as far ahead as the plan wants",
                new Question.Rows(
                        dialect.sql(
                                "SELECT clock_timestamp() < CAST({0} AS timestamptz)", DSL.inline(until.toString())),
                        Expect.value("t")),
                Check.OnMiss.REPLAN,
                Codes.NOT_AHEAD,
                "Resume.");
    }

    private static Instant nextPeriod(Conversion conversion, Instant moment) {
        Instant now = conversion.timeKey().now(moment, conversion.range().timeZone());
        Instant next = conversion.periods().containing(now).to();
        return moment.plus(Duration.between(now, next));
    }

    private static List<Period> periods(Conversion conversion, List<Period> known, StepContext context) {
        RangeBy range = conversion.range();
        Periods calendar = conversion.periods();
        Instant first = known.get(0).from();
        Instant last = later(known.get(known.size() - 1).from(), ahead(conversion, context.now()));
        boolean everywhere = range.otherwise() == RangeBy.Otherwise.PARTITION;
        if (!everywhere
                && context.catalog().kind(conversion.forward().entries()).isPresent()) {
            Span changed = Span.ofChanged(conversion, context);
            if (changed.first().isPresent()
                    && !range.before().present()
                    && changed.first().get().isBefore(first)) {
                first = changed.first().get();
            }
            if (changed.last().isPresent()) {
                last = later(last, changed.last().get());
            }
        }
        List<Period> periods = calendar.covering(first, last, MOST + 1);
        if (periods.size() > MOST) {
            throw new RefusedException(tooMany(conversion));
        }
        return periods;
    }

    static Finding tooMany(Conversion conversion) {
        return Finding.error(
                Codes.TOO_MANY_PARTITIONS,
                "the rows of " + conversion.table() + " need more than " + MOST + " partitions of "
                        + conversion.range().interval(),
                "Choose a longer interval; or give range.from and range.until, with before: MINVALUE or default:"
                        + " partition for the rows outside.");
    }

    /** The beginning of the last partition that is to be ready at a moment. */
    static Instant ahead(Conversion conversion, Instant moment) {
        Periods calendar = conversion.periods();
        Instant now = conversion.timeKey().now(moment, conversion.range().timeZone());
        Period period = calendar.containing(now);
        for (int i = 0; i < conversion.range().ahead(); i++) {
            period = calendar.after(period);
        }
        return period.from();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
