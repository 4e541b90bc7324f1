package dev.underpin.partitioning.config;

import dev.underpin.spi.config.Textual;

/** Whether a partition takes the rows before the first period. */
@Textual(value = "MINVALUE or none", pattern = "MINVALUE|none")
public record LowestPartition(boolean present) {

    public static LowestPartition parse(String text) {
        return switch (text) {
            case "MINVALUE" -> new LowestPartition(true);
            case "none" -> new LowestPartition(false);
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither MINVALUE nor none");
        };
    }

    @Override
    public String toString() {
        return present ? "MINVALUE" : "none";
    }
}
