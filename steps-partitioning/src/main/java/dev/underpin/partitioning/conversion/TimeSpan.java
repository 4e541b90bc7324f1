package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.program.Sql;
import java.time.Instant;
import java.util.Optional;

/**
 * The earliest and the latest time in a table.
 *
 * @param unlimited whether there is an infinite one
 */
record TimeSpan(Optional<Instant> first, Optional<Instant> last, boolean unlimited) {

    /** In whole seconds since 1970; empty texts if there is no row. */
    record Answer(String first, String last) {

        private TimeSpan span() {
            boolean unlimited = first.contains("infinity") || last.contains("infinity");
            return unlimited
                    ? new TimeSpan(Optional.empty(), Optional.empty(), true)
                    : new TimeSpan(instant(first), instant(last), false);
        }

        private static Optional<Instant> instant(String seconds) {
            return seconds.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        }
    }

    /** Of all rows. */
    static TimeSpan of(Conversion conversion, StepContext context) {
        Sql query = conversion
                .dialect()
                .sql(
                        "SELECT {0}, {1} FROM (SELECT min({2}) AS first, max({2}) AS last FROM ONLY {3}) AS span",
                        seconds(conversion, "first"),
                        seconds(conversion, "last"),
                        Ddl.name(conversion.column()),
                        conversion.table());
        return context.ask("span", conversion.asOwner(query), Answer.class)
                .get(0)
                .span();
    }

    private static Sql seconds(Conversion conversion, String value) {
        return conversion
                .dialect()
                .sql(
                        "coalesce(CASE WHEN isfinite({0}) THEN CAST(CAST(floor(extract(epoch FROM {0})) AS bigint) AS text)"
                                + " ELSE CAST({0} AS text) END, '')",
                        Ddl.name(value));
    }

    /** Of the rows that have changed since capture began and that a partition can be made for. */
    static TimeSpan ofChanged(Conversion conversion, PartitionCoverage reach, StepContext context) {
        Sql query = conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .extremes(
                        conversion.objects().forward(),
                        conversion.table(),
                        conversion.oldKey(),
                        conversion.column(),
                        reach.fits());
        return context.ask("span:changed", query, Answer.class).get(0).span();
    }
}
