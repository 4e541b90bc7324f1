package dev.underpin.spi;

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

    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\u0000]|\"\")+)\"|(" + PLAIN_PART + ")");

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private NameSyntax() {}

    static List<String> parse(String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        int at = 0;
        while (matcher.region(at, text.length()).lookingAt()) {
            parts.add(part(matcher));
            at = matcher.end();
            if (at == text.length()) {
                return parts;
            }
            if (text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        throw new IllegalArgumentException(text.isEmpty() ? "a name cannot be empty" : malformed(text));
    }

    private static String part(Matcher matcher) {
        String quoted = matcher.group(1);
        String name = quoted == null ? fold(matcher.group(2)) : quoted.replace("\"\"", "\"");
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
