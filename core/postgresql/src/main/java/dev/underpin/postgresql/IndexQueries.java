package dev.underpin.postgresql;

import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IndexStatements.Definable;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Questions to PostgreSQL's catalog about indexes. */
final class IndexQueries {

    /**
     * What stands before the shape in {@code pg_get_indexdef}, so that a name which looks like a keyword misleads nobody.
     */
    private static final String HEAD = """
            format('CREATE %sINDEX %I ON %s%s.%I USING ',
                   CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END,
                   c.relname,
                   CASE WHEN c.relkind = 'I' THEN 'ONLY ' ELSE '' END,
                   CASE WHEN n.oid = pg_my_temp_schema() AND current_setting('server_version_num')::int >= 150000
                        THEN 'pg_temp' ELSE quote_ident(n.nspname) END,
                   t.relname)""";

    private static final String SHAPE = "substr(pg_get_indexdef(i.indexrelid), length(" + HEAD + ") + 1)";

    private static final String FROM_INDEX = """
            FROM (SELECT {0}::name AS nspname, {1}::name AS relname) wanted
            LEFT JOIN pg_namespace ns ON ns.nspname = wanted.nspname
            LEFT JOIN pg_class c ON c.relnamespace = ns.oid AND c.relname = wanted.relname
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            LEFT JOIN pg_class t ON t.oid = i.indrelid
            LEFT JOIN pg_namespace n ON n.oid = t.relnamespace""";

    private static final String SOMETHING_ELSE =
            "i.indexrelid IS NULL OR t.relname <> {2} OR i.indisunique <> {3} OR " + SHAPE + " <> {4}";

    private static final String PROBE_BUILT = """
            SELECT CASE WHEN c.oid IS NULL THEN 'ABSENT'
                        WHEN %s THEN 'FOREIGN'
                        WHEN i.indisvalid AND i.indisready AND i.indislive THEN 'DONE'
                        ELSE 'PARTIAL' END
            %s""".formatted(SOMETHING_ELSE, FROM_INDEX);

    private static final String PROBE_DROPPED = """
            SELECT CASE WHEN c.oid IS NULL THEN 'DONE'
                        WHEN %s THEN 'FOREIGN'
                        ELSE 'ABSENT' END
            %s""".formatted(SOMETHING_ELSE, FROM_INDEX);

    private static final String OTHER_OWNER = """
            SELECT coalesce((
              SELECT pg_describe_object('pg_class'::regclass, c.oid, 0)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
              WHERE n.nspname = {0} AND c.relname = {1} AND i.indrelid IS DISTINCT FROM to_regclass({2})), '')""";

    private static final String CANONICAL = """
            SELECT %s,
                   am.amname,
                   i.indisunique,
                   i.indpred IS NOT NULL,
                   coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k.n, false)),
                   a.attname IS NULL,
                   k.n > i.indnkeyatts
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_am am ON am.oid = c.relam
            JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            CROSS JOIN LATERAL generate_series(1, i.indnatts) k(n)
            LEFT JOIN pg_attribute a
                   ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1] AND i.indkey[k.n - 1] <> 0
            WHERE i.indexrelid = to_regclass({0})
            ORDER BY k.n""".formatted(SHAPE);

    private static final String BLOCKERS = """
            SELECT 'session ' || a.pid AS blocker, a.usename AS "user", a.application_name AS application,
                   coalesce(a.state, a.backend_type) AS state, date_trunc('second', a.xact_start) AS since
            FROM pg_stat_activity a
            WHERE a.pid <> pg_backend_pid()
              AND a.xact_start < clock_timestamp() - interval '30 seconds'
              AND a.backend_type <> 'autovacuum worker'
              AND a.pid NOT IN (SELECT v.pid FROM pg_stat_progress_vacuum v)
              AND a.pid NOT IN (SELECT p.pid FROM pg_stat_progress_create_index p WHERE p.command LIKE '%CONCURRENTLY')
              AND (a.backend_xmin IS NOT NULL AND a.datname = current_database()
                   OR a.pid IN (SELECT l.pid FROM pg_locks l
                                WHERE l.locktype = 'relation' AND l.granted
                                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                  AND l.relation IN ({0})
                                  AND l.mode IN ('RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
                                                 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')))
            UNION ALL
            SELECT 'prepared transaction ' || gid, owner, '', 'prepared', date_trunc('second', prepared)
            FROM pg_prepared_xacts
            WHERE database = current_database()
            ORDER BY since""";

    private static final String INCOMPLETE = """
            SELECT t.relid::regclass::text AS "table"
            FROM (SELECT relid FROM pg_partition_tree(to_regclass({0}))
                  UNION SELECT to_regclass({0})) t
            WHERE NOT EXISTS (
                SELECT FROM pg_index i
                WHERE i.indrelid = t.relid AND i.indisvalid AND i.indisready AND i.indislive
                  AND i.indexrelid IN (SELECT relid FROM pg_partition_tree(to_regclass({1}))
                                       UNION SELECT to_regclass({1})))
            ORDER BY 1""";

    private final Dialect dialect;

    IndexQueries(Dialect dialect) {
        this.dialect = dialect;
    }

    Sql probeBuilt(TableIndex place, CanonicalIndex canonical) {
        return probe(PROBE_BUILT, place, canonical);
    }

    Sql probeDropped(TableIndex place, CanonicalIndex canonical) {
        return probe(PROBE_DROPPED, place, canonical);
    }

    private Sql probe(String template, TableIndex place, CanonicalIndex canonical) {
        return dialect.sql(
                template,
                DSL.inline(place.index().schema()),
                DSL.inline(place.index().local()),
                DSL.inline(place.table().local()),
                DSL.inline(canonical.unique()),
                DSL.inline(canonical.shape()));
    }

    Sql otherOwner(TableIndex place) {
        return dialect.sql(
                OTHER_OWNER,
                DSL.inline(place.index().schema()),
                DSL.inline(place.index().local()),
                regclass(place.table()));
    }

    Sql canonical(TableIndex place) {
        return dialect.sql(CANONICAL, regclass(place.index()));
    }

    Sql definitions(CanonicalIndex canonical, List<Definable> indexes) {
        List<Sql> rows = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            Definable index = indexes.get(i);
            rows.add(dialect.sql(
                    "({0}, {1}, {2}, {3}, {4})",
                    DSL.inline(i),
                    DSL.inline(index.place().index().local()),
                    DSL.inline(index.partitioned() ? "ONLY " : ""),
                    DSL.inline(index.place().table().schema()),
                    DSL.inline(index.place().table().local())));
        }
        return dialect.sql(
                """
                SELECT format('CREATE %sINDEX %I ON %s%I.%I USING %s',
                              {0}::text, name, only_this, table_schema, table_name, {1}::text)
                FROM (VALUES {2}) wanted(place, name, only_this, table_schema, table_name)
                ORDER BY place""",
                DSL.inline(canonical.unique() ? "UNIQUE " : ""),
                DSL.inline(canonical.shape()),
                Clauses.join(dialect, ", ", rows));
    }

    Sql blockers(List<QualifiedName> tables) {
        return dialect.sql(
                BLOCKERS, Clauses.list(dialect, tables, table -> dialect.sql("to_regclass({0})", regclass(table))));
    }

    Sql width(QualifiedName table, List<String> columns) {
        return dialect.sql(
                """
                SELECT count(*)::int, coalesce(sum(width), 0)::int
                FROM (SELECT max(avg_width) AS width FROM pg_stats
                      WHERE schemaname = {0} AND tablename = {1} AND attname IN ({2}) GROUP BY attname) known""",
                DSL.inline(table.schema()),
                DSL.inline(table.local()),
                Clauses.list(dialect, columns, column -> dialect.sql("{0}", DSL.inline(column))));
    }

    Sql incomplete(TableIndex root) {
        return dialect.sql(INCOMPLETE, regclass(root.table()), regclass(root.index()));
    }

    /** The name as text for {@code to_regclass}. */
    private Field<String> regclass(QualifiedName name) {
        QueryPart quoted = name.jooq();
        return DSL.inline(dialect.render(quoted));
    }
}
