package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Indexes of tables and materialized views. */
final class IndexesReader {

    private static final String INDEXES = """
            SELECT x.indrelid::int8 AS relation,
                   n.nspname::text AS schema,
                   i.relname::text AS name,
                   d.definition,
                   substr(d.definition, length(format('CREATE %sINDEX %I ON %s%I.%I USING ',
                       CASE WHEN x.indisunique THEN 'UNIQUE ' END,
                       i.relname,
                       CASE WHEN i.relkind = 'I' THEN 'ONLY ' END,
                       CASE WHEN n.oid = pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END,
                       t.relname)) + 1) AS shape,
                   m.amname::text AS method,
                   x.indisunique AS is_unique,
                   x.indimmediate AS immediate,
                   x.indisvalid AS valid,
                   x.indisready AS ready,
                   x.indislive AS live,
                   x.indpred IS NOT NULL AS partial,
                   x.indexprs IS NULL AS plain_keys,
                   ARRAY(SELECT coalesce(a.attname::text, pg_get_indexdef(x.indexrelid, u.position::int, false))
                           FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS u(number, position)
                           LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number
                          WHERE u.position <= x.indnkeyatts
                          ORDER BY u.position) AS keys,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS u(number, position)
                           JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number
                          WHERE u.position > x.indnkeyatts
                          ORDER BY u.position) AS include,
                   k.conname::text AS constraint_name,
                   pn.nspname::text AS parent_schema,
                   p.relname::text AS parent_name,
                   x.indisclustered AS clustered,
                   x.indisreplident AS replica_identity,
                   ARRAY(SELECT a.attnum || '=' || a.attstattarget
                           FROM pg_attribute a
                          WHERE a.attrelid = x.indexrelid AND a.attstattarget >= 0) AS statistics_targets,
                   s.spcname::text AS tablespace,
                   e.description AS comment
              FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_namespace n ON n.oid = i.relnamespace
              JOIN pg_class t ON t.oid = x.indrelid
              JOIN pg_am m ON m.oid = i.relam
             CROSS JOIN LATERAL (SELECT pg_get_indexdef(x.indexrelid) AS definition OFFSET 0) AS d
              LEFT JOIN pg_constraint k
                     ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
              LEFT JOIN pg_inherits h ON h.inhrelid = x.indexrelid
              LEFT JOIN pg_class p ON p.oid = h.inhparent
              LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
              LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = x.indexrelid AND e.objsubid = 0
             WHERE x.indrelid = ANY ({0}::oid[])
             ORDER BY x.indrelid, i.relname COLLATE "C"
            """;

    private record Row(
            long relation,
            String schema,
            String name,
            String definition,
            String shape,
            String method,
            boolean isUnique,
            boolean immediate,
            boolean valid,
            boolean ready,
            boolean live,
            boolean partial,
            boolean plainKeys,
            String[] keys,
            String[] include,
            Optional<String> constraintName,
            Optional<String> parentSchema,
            Optional<String> parentName,
            boolean clustered,
            boolean replicaIdentity,
            String[] statisticsTargets,
            Optional<String> tablespace,
            Optional<String> comment) {}

    private final Queries queries;

    IndexesReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<Index>> read(Collection<Long> relations) {
        return queries.grouped(Row.class, Row::relation, IndexesReader::index, INDEXES, Queries.oids(relations));
    }

    private static Index index(Row row) {
        SortedMap<Integer, Integer> targets = new TreeMap<>();
        Options.of(row.statisticsTargets())
                .forEach((position, target) -> targets.put(Integer.valueOf(position), Integer.valueOf(target)));
        return new Index(
                QualifiedName.of(row.schema(), row.name()),
                row.definition(),
                row.shape(),
                row.method(),
                row.isUnique(),
                row.immediate(),
                row.valid(),
                row.ready(),
                row.live(),
                row.partial(),
                row.plainKeys(),
                List.of(row.keys()),
                List.of(row.include()),
                row.constraintName(),
                row.parentName()
                        .map(parent -> QualifiedName.of(row.parentSchema().orElseThrow(), parent)),
                row.clustered(),
                row.replicaIdentity(),
                targets,
                row.tablespace(),
                row.comment());
    }
}
