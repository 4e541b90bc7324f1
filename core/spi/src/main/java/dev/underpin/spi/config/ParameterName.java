package dev.underpin.spi.config;

import java.util.regex.Pattern;

/** A name that stands in SQL with a colon before it. */
@Textual(value = "a name of a-z, 0-9 and _, at most 63 signs", pattern = ParameterName.FORM)
public record ParameterName(String text) implements Comparable<ParameterName> {

    static final String FORM = "[a-z_][a-z0-9_]{0,62}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public ParameterName {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a name of a-z, 0-9 and _, at most 63 signs");
        }
    }

    public static ParameterName parse(String text) {
        return new ParameterName(text);
    }

    @Override
    public int compareTo(ParameterName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
