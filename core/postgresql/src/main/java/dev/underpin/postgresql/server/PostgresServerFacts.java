package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.sql.QualifiedName;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's clock, extensions and files. */
public class PostgresServerFacts implements ServerStatements {

    private final Dialect dialect;

    public PostgresServerFacts(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql now() {
        return dialect.sql("SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint");
    }

    @Override
    public Sql extension(String name) {
        return dialect.sql("SELECT extname FROM pg_catalog.pg_extension WHERE extname = {0}", DSL.inline(name));
    }

    @Override
    public Sql mostSessions() {
        return dialect.sql("CAST(pg_catalog.current_setting('max_connections') AS numeric)");
    }

    @Override
    public Sql typeOf(QueryPart value) {
        return dialect.sql("CAST(pg_catalog.pg_typeof({0}) AS text)", value);
    }

    @Override
    public Sql storage(QualifiedName table) {
        return dialect.sql("""
                SELECT pg_catalog.pg_relation_filenode(c.oid)::bigint,
                       pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint
                FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname = {0} AND c.relname = {1}
                """, DSL.inline(table.schema()), DSL.inline(table.local()));
    }
}
