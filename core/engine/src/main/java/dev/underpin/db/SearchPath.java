package dev.underpin.db;

import java.util.List;

/**
 * The schemas in which unqualified names are looked up.
 *
 * @param temporaryFirst whether temporary objects stand in for others of their names
 */
public record SearchPath(List<String> schemas, boolean temporaryFirst) {

    /** Only the system's own objects are found without a schema. */
    public static final SearchPath EMPTY = new SearchPath(List.of());

    public SearchPath {
        schemas = List.copyOf(schemas);
    }

    public SearchPath(List<String> schemas) {
        this(schemas, false);
    }

    /** The same, but for temporary objects, which stand in for others of their names. */
    SearchPath behindTemporary() {
        return new SearchPath(schemas, true);
    }
}
