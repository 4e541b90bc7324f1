package dev.underpin.postgresql.catalog;

import dev.underpin.postgresql.catalog.GrantsReader.Grants;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Column.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Columns of tables, views and materialized views. */
final class ColumnsReader {

    private static final String COLUMNS = """
            SELECT a.attrelid::int8 AS relation,
                   a.attname::text AS name,
                   format_type(a.atttypid, a.atttypmod) AS type,
                   CASE WHEN a.attcollation NOT IN (0, t.typcollation)
                        THEN (SELECT format('%I.%I', n.nspname, l.collname)
                                FROM pg_collation l
                                JOIN pg_namespace n ON n.oid = l.collnamespace
                               WHERE l.oid = a.attcollation) END AS collation,
                   a.attnotnull AS not_null,
                   pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS default_expression,
                   a.attgenerated::text AS generated,
                   a.attidentity::text AS identity,
                   CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
                   a.attcompression::text AS compression,
                   nullif(a.attstattarget, -1)::int4 AS statistics_target,
                   """ + ColumnOptions.OF_USERS + """
                    AS options,
                   coalesce(a.attfdwoptions, '{}') AS foreign_options,
                   e.description AS comment
              FROM pg_attribute a
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = a.attrelid AND e.objsubid = a.attnum
             WHERE a.attrelid = ANY ({0}::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attrelid, a.attnum
            """;

    private record Row(
            long relation,
            String name,
            String type,
            Optional<String> collation,
            boolean notNull,
            Optional<String> defaultExpression,
            String generated,
            String identity,
            Optional<String> storage,
            String compression,
            Optional<Integer> statisticsTarget,
            String[] options,
            String[] foreignOptions,
            Optional<String> comment) {}

    private final Queries queries;

    ColumnsReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<Column>> read(Collection<Long> relations, Grants grants) {
        return queries.grouped(Row.class, Row::relation, row -> column(row, grants), COLUMNS, Queries.oids(relations));
    }

    private static Column column(Row row, Grants grants) {
        SortedMap<String, String> options = Options.of(row.options());
        Options.read(row.foreignOptions(), "foreign.", options);
        return new Column(
                row.name(),
                row.type(),
                row.collation(),
                row.notNull(),
                row.defaultExpression(),
                generation(row.generated()),
                identity(row.identity()),
                row.storage(),
                compression(row.compression()),
                row.statisticsTarget(),
                options,
                grants.onColumn(row.relation(), row.name()),
                row.comment());
    }

    private static Generation generation(String letter) {
        return switch (letter) {
            case "" -> Generation.NONE;
            case "s" -> Generation.STORED;
            case "v" -> Generation.VIRTUAL;
            default -> throw new IllegalStateException("attgenerated " + letter);
        };
    }

    private static Optional<Identity> identity(String letter) {
        return switch (letter) {
            case "" -> Optional.empty();
            case "a" -> Optional.of(Identity.ALWAYS);
            case "d" -> Optional.of(Identity.BY_DEFAULT);
            default -> throw new IllegalStateException("attidentity " + letter);
        };
    }

    private static Optional<String> compression(String letter) {
        return switch (letter) {
            case "" -> Optional.empty();
            case "p" -> Optional.of("pglz");
            case "l" -> Optional.of("lz4");
            default -> throw new IllegalStateException("attcompression " + letter);
        };
    }
}
