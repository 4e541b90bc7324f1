package dev.underpin.partitioning;

import java.util.Locale;

/** The parts of a conversion that are compiled right before they run. */
enum ConversionPhase {
    CUTOVER,
    SWAP_BACK,
    UNCAPTURE,
    DRAIN_BACK;

    /** As the journal has it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of this key */
    static ConversionPhase of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
