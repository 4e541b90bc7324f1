package dev.underpin.partitioning.conversion;

import dev.underpin.spi.catalog.Column;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a time column, as far as ranges care. Values without a time zone are thought of as UTC, so that one
 * arithmetic serves all three.
 */
public enum TimeKey {
    DATE("uuuu-MM-dd"),
    TIMESTAMP("uuuu-MM-dd HH:mm:ss"),
    TIMESTAMPTZ("uuuu-MM-dd HH:mm:ss'+00'");

    private final DateTimeFormatter form;

    TimeKey(String form) {
        this.form = DateTimeFormatter.ofPattern(form, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public static Optional<TimeKey> of(Column column) {
        String type = column.type().replaceFirst("\\(\\d\\)", "");
        return switch (type) {
            case "date" -> Optional.of(DATE);
            case "timestamp without time zone" -> Optional.of(TIMESTAMP);
            case "timestamp with time zone" -> Optional.of(TIMESTAMPTZ);
            default -> Optional.empty();
        };
    }

    /** The time zone in which periods of such values are counted. */
    ZoneId zone(ZoneId planned) {
        return this == TIMESTAMPTZ ? planned : ZoneOffset.UTC;
    }

    /** What a clock in the plan's time zone shows at a moment, as a value of this type. */
    Instant now(Instant moment, ZoneId planned) {
        return this == TIMESTAMPTZ
                ? moment
                : LocalDateTime.ofInstant(moment, planned).toInstant(ZoneOffset.UTC);
    }

    Instant at(LocalDateTime local, ZoneId planned) {
        return local.atZone(zone(planned)).toInstant();
    }

    ZonedDateTime local(Instant value, ZoneId planned) {
        return value.atZone(zone(planned));
    }

    /** As the server prints it in a partition's bound, in a session whose time zone is UTC. */
    public String print(Instant value) {
        return form.format(value);
    }
}
