package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Mark;
import dev.underpin.spi.dialect.UsageStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Reads pg_proc and pg_stat_statements. */
public class PostgresUsage implements UsageStatements {

    /** {0}: the table as text that regclass reads. */
    private static final String MEANT = """
            WITH target AS (
              SELECT c.oid, c.relname, n.nspname, lower(c.relname) AS mention
              FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = CAST({0} AS regclass)),
            namesakes AS (
              SELECT n.nspname
              FROM target AS t JOIN pg_class AS c ON c.relname = t.relname
              JOIN pg_namespace AS n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_(temp|toast)'),
            standard AS (
              SELECT coalesce((SELECT count(*) FROM namesakes) = 1 OR t.nspname = ({1}), false) AS meant
              FROM target AS t, pg_settings AS s WHERE s.name = 'search_path')
            """;

    /** The first schema of a path that has a relation of the name. {0}: the path. */
    private static final String FIRST = """
            SELECT m.nspname
            FROM unnest(string_to_array({0}, ',')) WITH ORDINALITY AS p (entry, place)
            JOIN namesakes AS m ON m.nspname = btrim(btrim(p.entry), '"')
            ORDER BY p.place LIMIT 1
            """;

    /** {0}: the first schema of a function's own path. {1}: the tool's schema. */
    private static final String ROUTINES = """
            SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, n.nspname, p.proname,
              CAST(CAST(p.oid AS regprocedure) AS text), l.lanname, b.body,
              CASE WHEN f.path IS NULL THEN s.meant ELSE coalesce(t.nspname = ({0}), false) END
            FROM target AS t
            CROSS JOIN standard AS s
            CROSS JOIN pg_proc AS p
            JOIN pg_namespace AS n ON n.oid = p.pronamespace
            JOIN pg_language AS l ON l.oid = p.prolang
            CROSS JOIN LATERAL (SELECT coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS body) AS b
            LEFT JOIN LATERAL (
              SELECT substr(c, length('search_path=') + 1) AS path FROM unnest(p.proconfig) AS c
              WHERE c LIKE 'search_path=%') AS f ON true
            WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('pg_catalog', 'information_schema', {1})
              AND (position(t.mention IN lower(b.body)) > 0
                OR p.oid IN (SELECT g.tgfoid FROM pg_trigger AS g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal))
            ORDER BY 2, 4
            """;

    private static final String RECORDER = """
            SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """;

    /** {0}: the view. {1}: an array of texts that mark the tool's own statements. */
    private static final String RECORDED = """
            SELECT r.query, CAST(sum(r.calls) AS bigint), bool_or(s.meant)
            FROM {0} AS r
            JOIN pg_database AS d ON d.oid = r.dbid AND d.datname = current_database()
            CROSS JOIN target AS t
            CROSS JOIN standard AS s
            WHERE position(t.mention IN lower(r.query)) > 0
              AND NOT EXISTS (SELECT FROM unnest({1}) AS o (mark) WHERE position(o.mark IN r.query) > 0)
            GROUP BY r.query
            ORDER BY 2 DESC, 1
            LIMIT 2000
            """;

    /** {0}: where the statistics tell of themselves. {1}: the statistics. */
    private static final String EXTENT = """
            SELECT coalesce(CAST(date_trunc('second', i.stats_reset) AS text), 'an unknown time'), i.dealloc,
              (SELECT count(*) FROM {1} AS r JOIN pg_database AS d ON d.oid = r.dbid AND d.datname = current_database()
               WHERE r.queryid IS NULL)
            FROM {0} AS i
            """;

    private final Dialect dialect;
    private final String ownSchema;

    /**
     * @param ownSchema where the tool keeps its own functions
     */
    public PostgresUsage(Dialect dialect, String ownSchema) {
        this.dialect = dialect;
        this.ownSchema = ownSchema;
    }

    @Override
    public String recorderName() {
        return "pg_stat_statements";
    }

    @Override
    public String reader() {
        return "pg_read_all_stats";
    }

    @Override
    public Sql routines(QualifiedName table) {
        return dialect.sql(
                "{0}{1}",
                meant(table), dialect.sql(ROUTINES, dialect.sql(FIRST, DSL.raw("f.path")), DSL.inline(ownSchema)));
    }

    private Sql meant(QualifiedName table) {
        return dialect.sql(MEANT, DSL.inline(dialect.render(table.jooq())), dialect.sql(FIRST, DSL.raw("s.reset_val")));
    }

    @Override
    public Sql recorder() {
        return dialect.sql(RECORDER);
    }

    @Override
    public Sql recorded(String recorder, QualifiedName table) {
        Stream<String> marks = Stream.of(Mark.TEXT, dialect.render(DSL.quotedName(ownSchema)));
        return dialect.sql(
                "{0}{1}",
                meant(table),
                dialect.sql(RECORDED, view(recorder, "pg_stat_statements"), DSL.inline(marks.toArray(String[]::new))));
    }

    @Override
    public Sql extent(String recorder) {
        return dialect.sql(EXTENT, view(recorder, "pg_stat_statements_info"), view(recorder, "pg_stat_statements"));
    }

    private static QueryPart view(String schema, String name) {
        return DSL.quotedName(schema, name);
    }
}
