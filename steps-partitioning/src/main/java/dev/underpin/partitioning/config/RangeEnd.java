package dev.underpin.partitioning.config;

import dev.underpin.spi.config.Textual;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Where a range of partitions begins or ends: found in the data, or a local time. */
@Textual(
        value = "auto, a date such as 2024-01-31, or a time such as 2024-01-31T12:00",
        pattern = "auto|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
public record RangeEnd(Optional<LocalDateTime> time) {

    public static final RangeEnd AUTO = new RangeEnd(Optional.empty());

    public static RangeEnd parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        try {
            return new RangeEnd(Optional.of(
                    text.contains("T")
                            ? LocalDateTime.parse(text)
                            : LocalDate.parse(text).atStartOfDay()));
        } catch (DateTimeParseException notOne) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither auto nor a date such as 2024-01-31", notOne);
        }
    }

    @Override
    public String toString() {
        return time.map(LocalDateTime::toString).orElse("auto");
    }
}
