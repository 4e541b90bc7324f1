package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/**
 * Which partitions are needed now: for the rows that came meanwhile, and for the time ahead.
 *
 * @param all of them, those that are there included
 * @param missing those of them that are not there yet
 * @param until when, by the server's clock, a further one is needed for the time ahead
 */
public record RequiredPartitions(List<QualifiedName> all, List<Leaf> missing, Instant until) {

    /** More partitions than this are a mistake in the data or in the plan. */
    public static final int MOST = 1000;

    /** Years of four digits, in every time zone. */
    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    public static RequiredPartitions of(Conversion conversion, ConvertMemory memory, StepContext context) {
        List<Leaf> needed = conversion.partitions().leaves(periods(conversion, memory, context));
        Set<QualifiedName> present = context.catalog().table(conversion.shadow()).flatMap(Table::partitioning).stream()
                .flatMap(partitioning -> partitioning.partitions().stream())
                .map(partition -> partition.name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<QualifiedName> all = needed.stream().map(Leaf::name).collect(Collectors.toCollection(LinkedHashSet::new));
        all.addAll(present);
        boolean begun = context.catalog().kind(conversion.shadow()).isPresent();
        return new RequiredPartitions(
                List.copyOf(all),
                begun
                        ? needed.stream()
                                .filter(leaf -> !present.contains(leaf.name()))
                                .toList()
                        : List.of(),
                nextPeriod(conversion, context.now()));
    }

    /** That no further partition has come to be needed since: a cutover by hand may have waited for long. */
    public Check lasts(Dialect dialect) {
        return new Check(
                "ahead",
                "The partitions reach as far ahead as the plan wants",
                new Question.Rows(
                        dialect.sql(
                                "SELECT clock_timestamp() < CAST({0} AS timestamptz)", DSL.inline(until.toString())),
                        Expect.value(true)),
                Check.OnMiss.REPLAN,
                Codes.NOT_AHEAD,
                "Resume: the partitions that have come to be needed are made first. If time keeps overtaking it, choose a longer"
                        + " range.interval, or give default: partition.");
    }

    private static Instant nextPeriod(Conversion conversion, Instant moment) {
        Instant now = conversion.timeKey().now(moment, conversion.range().timeZone());
        Instant next = conversion.partitions().periods().containing(now).to();
        return moment.plus(Duration.between(now, next));
    }

    /**
     * The rows that partitions are made for. The periods at the beginning decide, so that nothing is out of reach later that
     * was not so before.
     */
    public static PartitionCoverage reach(Conversion conversion, ConvertMemory memory, Instant moment) {
        Periods calendar = conversion.partitions().periods();
        List<Period> known = memory.periods();
        Period last = known.get(known.size() - 1);
        int spare = (MOST - known.size()) / 2;
        Period low = calendar.away(known.get(0), -spare);
        if (low.from().isBefore(EARLIEST)) {
            low = calendar.after(calendar.containing(EARLIEST));
        }
        Period high = calendar.away(last, spare);
        if (high.to().isAfter(LATEST)) {
            high = calendar.away(calendar.containing(LATEST), -1);
        }
        Instant latest = later(later(high.from(), last.from()), ahead(conversion, moment));
        Instant earliest = earlier(low.from(), known.get(0).from());
        return new PartitionCoverage(conversion, List.of(calendar.containing(earliest), calendar.containing(latest)));
    }

    private static List<Period> periods(Conversion conversion, ConvertMemory memory, StepContext context) {
        List<Period> known = memory.periods();
        RangeBy range = conversion.range();
        Periods calendar = conversion.partitions().periods();
        Instant first = known.get(0).from();
        Instant last = later(known.get(known.size() - 1).from(), ahead(conversion, context.now()));
        boolean everywhere = range.otherwise() == RangeBy.Otherwise.PARTITION;
        if (!everywhere
                && context.catalog()
                        .kind(conversion.objects().forward().entries())
                        .isPresent()) {
            TimeSpan changed = TimeSpan.ofChanged(conversion, reach(conversion, memory, context.now()), context);
            if (changed.first().isPresent()
                    && !range.before().present()
                    && changed.first().get().isBefore(first)) {
                first = changed.first().get();
            }
            if (changed.last().isPresent()) {
                last = later(last, changed.last().get());
            }
        }
        return calendar.covering(first, last, Integer.MAX_VALUE);
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
        Periods calendar = conversion.partitions().periods();
        Instant now = conversion.timeKey().now(moment, conversion.range().timeZone());
        Period period = calendar.containing(now);
        for (int i = 0; i < conversion.range().ahead(); i++) {
            period = calendar.after(period);
        }
        return period.from();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
