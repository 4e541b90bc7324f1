package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.PlacementStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** Tables that Citus distributes. PostgreSQL itself has none. */
public class PostgresPlacement implements PlacementStatements {

    private final Dialect dialect;

    public PostgresPlacement(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql possible() {
        return dialect.sql("SELECT pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL");
    }

    @Override
    public Sql elsewhere(List<QualifiedName> tables) {
        return dialect.sql("""
                SELECT n.nspname::text, c.relname::text, 'Citus'
                FROM pg_catalog.pg_dist_partition AS d
                JOIN pg_catalog.pg_class AS c ON c.oid = d.logicalrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                JOIN (VALUES {0}) AS t (schema, relation) ON n.nspname = t.schema AND c.relname = t.relation
                ORDER BY 1, 2""", Clauses.rows(tables));
    }
}
