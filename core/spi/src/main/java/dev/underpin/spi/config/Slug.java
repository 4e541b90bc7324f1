package dev.underpin.spi.config;

import java.util.regex.Pattern;

/** An id that is safe in names, paths and command lines. */
@Textual(value = "an id of a-z, 0-9 and -, at most 63 signs", pattern = Slug.FORM)
public record Slug(String text) implements Comparable<Slug> {

    static final String FORM = "[a-z0-9][a-z0-9-]{0,62}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public Slug {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not an id of a-z, 0-9 and -, at most 63 signs");
        }
    }

    public static Slug parse(String text) {
        return new Slug(text);
    }

    @Override
    public int compareTo(Slug other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
