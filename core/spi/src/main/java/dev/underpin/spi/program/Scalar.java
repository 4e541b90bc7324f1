package dev.underpin.spi.program;

/**
 * A single value of any type, kept as the plan's author wrote it: {@code 012} stays {@code 012}, {@code no} stays
 * {@code no}.
 */
public record Scalar(String text) {

    @Override
    public String toString() {
        return text;
    }
}
