package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Privilege;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What a conversion keeps of the state before. */
public final class MemoryReader {

    private MemoryReader() {}

    public static ConvertMemory of(ConvertTableConfig config, StepContext context) {
        Table table = context.catalog().table(config.table()).orElseThrow();
        Conversion conversion = Conversion.of(config, table, context);
        return new ConvertMemory(
                table,
                context.catalog().sequencesOf(config.table()),
                context.ask("fingerprint", conversion.fingerprint(), Digest.class)
                        .get(0)
                        .text(),
                periods(conversion, context),
                privileges(conversion, context));
    }

    public static List<Privilege> privileges(Conversion conversion, StepContext context) {
        return context.ask(
                "privileges",
                context.dialect().statements(DefinitionStatements.class).privileges(conversion.table()),
                Privilege.class);
    }

    /** An answer. */
    public record Digest(String text) {}

    /**
     * The periods that hold the rows there are, the present, and the time ahead.
     *
     * @throws RefusedException if there are too many
     */
    public static List<Period> periods(Conversion conversion, StepContext context) {
        RangeBy range = conversion.range();
        ZoneId zone = range.timeZone();
        TimeKey key = conversion.timeKey();
        Optional<Instant> from = range.from().time().map(time -> key.at(time, zone));
        Optional<Instant> until =
                range.until().time().map(time -> key.at(time, zone).minusNanos(1));
        TimeSpan span = from.isPresent() && until.isPresent()
                ? new TimeSpan(from, until, false)
                : TimeSpan.of(conversion, context);
        if (span.unlimited()) {
            throw new RefusedException(unlimited(conversion));
        }
        Instant now = key.now(context.now(), zone);
        Instant first = from.orElse(earlier(span.first().orElse(now), now));
        Instant last =
                later(until.orElse(span.last().orElse(now)), RequiredPartitions.ahead(conversion, context.now()));
        List<Period> periods =
                conversion.partitions().periods().covering(first, later(first, last), RequiredPartitions.MOST + 1);
        if (periods.size() > RequiredPartitions.MOST) {
            throw new RefusedException(RequiredPartitions.tooMany(conversion));
        }
        return periods;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Finding unlimited(Conversion conversion) {
        return Finding.error(
                Codes.UNLIMITED_TIME,
                conversion.column() + " of " + conversion.table() + " is infinite in some rows",
                "Correct those rows; or give range.from and range.until, with before: MINVALUE or default: partition.");
    }
}
