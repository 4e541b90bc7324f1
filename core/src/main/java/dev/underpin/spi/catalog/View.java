package dev.underpin.spi.catalog;

import dev.underpin.spi.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A view or materialized view.
 *
 * @param definition as {@code pg_get_viewdef} gives it under an empty search path
 * @param indexes of a materialized view
 * @param populated whether a materialized view can be read; true for a plain view
 */
public record View(
        QualifiedName name,
        RelationKind kind,
        String owner,
        String definition,
        SortedMap<String, String> options,
        List<Column> columns,
        List<Index> indexes,
        List<Trigger> triggers,
        List<Rule> rules,
        Acl acl,
        Optional<String> comment,
        boolean populated,
        Optional<String> tablespace,
        Optional<String> extension) {

    public boolean materialized() {
        return kind == RelationKind.MATERIALIZED_VIEW;
    }
}
