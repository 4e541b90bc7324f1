package dev.underpin.spi.change;

import java.util.Locale;
import java.util.Optional;

/** What becomes of rows whose referenced row is deleted. */
public enum OnDelete {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT;

    /** As a foreign key says it; empty if there is nothing to say. */
    public Optional<String> words() {
        return this == NO_ACTION
                ? Optional.empty()
                : Optional.of(name().replace('_', ' ').toLowerCase(Locale.ROOT));
    }
}
