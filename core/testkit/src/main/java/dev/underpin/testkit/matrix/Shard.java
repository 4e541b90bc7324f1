package dev.underpin.testkit.matrix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of all test classes: a class belongs to exactly one, always the same, whichever other classes there are.
 *
 * @param number from 1 on
 * @param of how many there are
 */
record Shard(int number, int of) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

    Shard {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("there is no shard " + number + " of " + of);
        }
    }

    /**
     * From {@code 2/5}. Empty for an empty text.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static Optional<Shard> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no shard: it is said as 2/5, the second of five");
        }
        return Optional.of(new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))));
    }

    /** A nested class goes with the one around it. */
    boolean contains(String className) {
        int nested = className.indexOf('$');
        String outer = nested < 0 ? className : className.substring(0, nested);
        return Math.floorMod(outer.hashCode(), of) == number - 1;
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
