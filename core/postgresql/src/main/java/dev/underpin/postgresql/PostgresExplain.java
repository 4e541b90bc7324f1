package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.ExplainStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** PostgreSQL's EXPLAIN. */
public class PostgresExplain implements ExplainStatements {

    private static final String PLACES = """
            SELECT wanted.schema, c.relname,
                   CASE WHEN rn.oid = pg_catalog.pg_my_temp_schema() THEN 'pg_temp' ELSE rn.nspname END, rc.relname,
                   (SELECT count(*) FROM pg_catalog.pg_partition_tree(rc.oid) AS t WHERE t.isleaf AND t.level > 0),
                   pg_catalog.pg_relation_size(c.oid) / CAST(pg_catalog.current_setting('block_size') AS int)
            FROM (VALUES {0}) AS wanted (schema, name)
            JOIN pg_catalog.pg_namespace AS n
              ON CASE wanted.schema WHEN 'pg_temp' THEN n.oid = pg_catalog.pg_my_temp_schema() ELSE n.nspname = wanted.schema END
            JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
            JOIN pg_catalog.pg_class AS rc ON rc.oid = coalesce(pg_catalog.pg_partition_root(c.oid), c.oid)
            JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace""";

    private static final String ANCESTORS = """
            WITH RECURSIVE upwards (schema, name, oid, depth) AS (
              SELECT wanted.schema, c.relname, c.oid, 0
              FROM (VALUES {0}) AS wanted (schema, name)
              JOIN pg_catalog.pg_namespace AS n
                ON CASE wanted.schema WHEN 'pg_temp' THEN n.oid = pg_catalog.pg_my_temp_schema() ELSE n.nspname = wanted.schema END
              JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
              UNION ALL
              SELECT u.schema, u.name, i.inhparent, u.depth + 1
              FROM upwards AS u JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = u.oid
            )
            SELECT u.schema, u.name, n.nspname, c.relname
            FROM upwards AS u JOIN pg_catalog.pg_class AS c ON c.oid = u.oid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            ORDER BY u.schema, u.name, u.depth""";

    private final Dialect dialect;

    public PostgresExplain(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql explain(Sql statement, boolean execute) {
        return dialect.sql(
                execute ? "EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON) {0}" : "EXPLAIN (VERBOSE, FORMAT JSON) {0}",
                statement);
    }

    @Override
    public Sql places(List<QualifiedName> relations) {
        return dialect.sql(PLACES, Clauses.rows(relations));
    }

    @Override
    public Sql ancestors(List<QualifiedName> indexes) {
        return dialect.sql(ANCESTORS, Clauses.rows(indexes));
    }
}
