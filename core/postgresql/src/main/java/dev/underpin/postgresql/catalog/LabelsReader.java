package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.SecurityLabel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Security labels of relations and their columns. */
final class LabelsReader {

    private static final String LABELS = """
            SELECT l.objoid::int8 AS relation, a.attname::text AS column_name, l.provider, l.label
              FROM pg_seclabel l
              LEFT JOIN pg_attribute a ON a.attrelid = l.objoid AND a.attnum = l.objsubid AND l.objsubid <> 0
             WHERE l.classoid = 'pg_class'::regclass AND l.objoid = ANY ({0}::oid[])
             ORDER BY l.objoid, a.attname COLLATE "C" NULLS FIRST, l.provider
            """;

    private record Row(long relation, Optional<String> columnName, String provider, String label) {}

    private final Queries queries;

    LabelsReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<SecurityLabel>> read(Collection<Long> relations) {
        return queries.grouped(
                Row.class,
                Row::relation,
                row -> new SecurityLabel(row.columnName(), row.provider(), row.label()),
                LABELS,
                Queries.oids(relations));
    }
}
