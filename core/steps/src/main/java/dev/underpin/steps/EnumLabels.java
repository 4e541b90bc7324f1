package dev.underpin.steps;

import dev.underpin.spi.config.InvalidConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the server takes as a value of an enumerated type. */
final class EnumLabels {

    private static final int MAX_BYTES = 63;

    private EnumLabels() {}

    /** @throws InvalidConfig of {@code component}, if the server would refuse one of them */
    static void requireFitting(String component, List<String> labels) {
        for (String label : labels) {
            int bytes = label.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new InvalidConfig(
                        component,
                        "\"" + label + "\" has " + bytes + " bytes, and a value at most " + MAX_BYTES,
                        "Shorten it.");
            }
        }
    }
}
