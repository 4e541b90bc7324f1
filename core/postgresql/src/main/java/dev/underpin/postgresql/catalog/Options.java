package dev.underpin.postgresql.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the system catalogs write lists of options. */
final class Options {

    private Options() {}

    /** Reads {@code name=value} elements; an element without a value is its own name with an empty text. */
    static void read(String[] elements, String prefix, Map<String, String> into) {
        for (String element : elements) {
            int equals = element.indexOf('=');
            if (equals < 0) {
                into.put(prefix + element, "");
            } else {
                into.put(prefix + element.substring(0, equals), element.substring(equals + 1));
            }
        }
    }

    /** In the order in which they stand there. */
    static Map<String, String> inOrder(String[] elements) {
        Map<String, String> options = new LinkedHashMap<>();
        read(elements, "", options);
        return options;
    }

    static SortedMap<String, String> of(String[] elements) {
        SortedMap<String, String> options = new TreeMap<>();
        read(elements, "", options);
        return options;
    }
}
