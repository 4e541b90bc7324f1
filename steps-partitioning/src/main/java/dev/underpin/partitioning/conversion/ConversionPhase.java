package dev.underpin.partitioning.conversion;

import java.util.Locale;

/** The parts of a conversion that are compiled right before they run. */
public enum ConversionPhase {
    CUTOVER,
    SWAP_BACK,
    UNCAPTURE,
    DRAIN_BACK;

    /** As the journal has it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of this key */
    public static ConversionPhase of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
