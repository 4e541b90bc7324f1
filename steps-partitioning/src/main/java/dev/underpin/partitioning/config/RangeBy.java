package dev.underpin.partitioning.config;

import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import java.time.ZoneId;

/** Partitions by ranges of a time. */
@Described("Partitions by ranges of a time column.")
public record RangeBy(
        @Described(value = "The column whose value decides; a date or a time.", example = "created_at")
        Identifier column,

        @Described(value = "How much time one partition holds.", example = "1 month")
        CalendarInterval interval,

        @Described(
                value = "Where days and months begin. It stays with the table, whatever clients have set.",
                example = "Europe/Berlin",
                absent = "UTC")
        ZoneId timeZone,

        @Described(
                value = "Where the first partition begins; auto: at the earliest row's period.",
                example = "2024-01-01",
                absent = "auto")
        RangeEnd from,

        @Described(
                value = "Where the last partition ends at the earliest; auto: after the latest row and the present.",
                example = "2025-01-01",
                absent = "auto")
        RangeEnd until,

        @Described(value = "How many partitions beyond the present one are kept ready.", example = "6", absent = "3")
        int ahead,

        @Described(
                value = "MINVALUE: one more partition takes all that lies before the first period.",
                example = "MINVALUE",
                absent = "none")
        LowestPartition before,

        @Described(
                value = "Where rows outside every range go: into a default partition, or nowhere (they are refused).",
                example = "partition",
                absent = "none",
                key = "default")
        Otherwise otherwise) {

    /** What becomes of rows outside every range. */
    public enum Otherwise {
        NONE,
        PARTITION
    }

    public RangeBy {
        if (ahead < 0) {
            throw new InvalidConfig("ahead", "a number of partitions cannot be negative", "Give 0 or more.");
        }
        if (ahead > 1000) {
            throw new InvalidConfig("ahead", ahead + " partitions ahead serve nobody", "Give 1000 or fewer.");
        }
        if (from.time().isPresent()
                && until.time().isPresent()
                && !from.time().get().isBefore(until.time().get())) {
            throw new InvalidConfig("until", "the range ends before it begins", "Give an end after " + from + ".");
        }
    }
}
