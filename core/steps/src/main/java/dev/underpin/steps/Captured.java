package dev.underpin.steps;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@code sql.run} has noted before it ran.
 *
 * @param values by their names in the plan; one that was NULL is not there
 */
public record Captured(SortedMap<String, String> values) {

    public Captured {
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static Captured of(Map<String, String> values) {
        return new Captured(new TreeMap<>(values));
    }
}
