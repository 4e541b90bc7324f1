package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view or materialized view.
 *
 * @param definition as {@code pg_get_viewdef} gives it under an empty search path
 * @param options in their order, which dumps show
 * @param indexes of a materialized view
 * @param accessMethod of a materialized view
 * @param populated whether a materialized view can be read; true for a plain view
 */
public record View(
        QualifiedName name,
        RelationKind kind,
        String owner,
        String definition,
        Map<String, String> options,
        Optional<String> accessMethod,
        List<Column> columns,
        List<Index> indexes,
        List<Trigger> triggers,
        List<Rule> rules,
        List<ExtendedStatistics> statistics,
        Acl acl,
        Optional<String> comment,
        List<SecurityLabel> labels,
        boolean populated,
        Optional<String> tablespace,
        Optional<String> extension) {

    public View {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        triggers = List.copyOf(triggers);
        rules = List.copyOf(rules);
        statistics = List.copyOf(statistics);
        labels = List.copyOf(labels);
    }

    public boolean materialized() {
        return kind == RelationKind.MATERIALIZED_VIEW;
    }

    /** The same view with other indexes. */
    public View withIndexes(List<Index> others) {
        return new View(
                name,
                kind,
                owner,
                definition,
                options,
                accessMethod,
                columns,
                others,
                triggers,
                rules,
                statistics,
                acl,
                comment,
                labels,
                populated,
                tablespace,
                extension);
    }

    /** The same view once it holds rows. */
    public View filled() {
        return new View(
                name,
                kind,
                owner,
                definition,
                options,
                accessMethod,
                columns,
                indexes,
                triggers,
                rules,
                statistics,
                acl,
                comment,
                labels,
                true,
                tablespace,
                extension);
    }
}
