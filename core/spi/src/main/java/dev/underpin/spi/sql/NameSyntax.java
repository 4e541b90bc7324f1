package dev.underpin.spi.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How names are written: folded to lower case unless quoted, parts separated by dots. */
final class NameSyntax {

    static final int MAX_BYTES = 63;

    /** A name's first sign and the others, without quotes: letters, also those beyond ASCII, digits, {@code _}, {@code $}. */
    private static final String PLAIN_PART = "[^\\u0000-@\\[-\\^`{-\\u007F][^\\u0000-#%-/:-@\\[-\\^`{-\\u007F]*";

    /** One part, in the dialect of regular expressions that Java and ECMAScript share. */
    static final String PART_FORM = "(\"([^\"\\u0000]|\"\")+\"|" + PLAIN_PART + ")";

    private static final Pattern PLAIN_PART_PATTERN = Pattern.compile(PLAIN_PART);

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private NameSyntax() {}

    static List<String> parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            int end = text.startsWith("\"", at) ? closing(text, at + 1) : plainEnd(text, at);
            if (end < 0) {
                throw new IllegalArgumentException(text.isEmpty() ? "a name cannot be empty" : malformed(text));
            }
            parts.add(part(text.substring(at, end)));
            if (end == text.length()) {
                return parts;
            }
            if (text.charAt(end) != '.') {
                throw new IllegalArgumentException(malformed(text));
            }
            at = end + 1;
        }
    }

    /** Behind the quote that ends the part, or -1: a doubled one ends nothing, and something must stand between them. */
    private static int closing(String text, int from) {
        for (int i = from; i < text.length() && text.charAt(i) != '\0'; i++) {
            if (text.charAt(i) == '"') {
                if (!text.startsWith("\"", i + 1)) {
                    return i > from ? i + 1 : -1;
                }
                i++;
            }
        }
        return -1;
    }

    private static int plainEnd(String text, int from) {
        Matcher matcher = PLAIN_PART_PATTERN.matcher(text).region(from, text.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }

    private static String part(String written) {
        String name = written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : fold(written);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new NameTooLong(name, bytes);
        }
        return name;
    }

    /** ASCII only, as the server folds in a UTF-8 database. */
    private static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (char c : name.toCharArray()) {
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c);
        }
        return folded.toString();
    }

    private static String malformed(String text) {
        return '"' + text + "\" is not a name as psql reads it";
    }

    static String readable(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
