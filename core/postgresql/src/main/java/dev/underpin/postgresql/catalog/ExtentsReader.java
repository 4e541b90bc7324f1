package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Sizes; those of a partitioned table are the sums over its leaves. */
final class ExtentsReader {

    /** An empty file has no rows whether or not it was ever analysed. */
    private static final String EXTENT = """
            WITH RECURSIVE tree(oid) AS (
                SELECT c.oid
                  FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = {0} AND c.relname = {1}
                 UNION ALL
                SELECT i.inhrelid
                  FROM tree
                  JOIN pg_inherits i ON i.inhparent = tree.oid
                  JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition),
            leaf AS (
                SELECT c.reltuples, pg_relation_size(c.oid) AS size, pg_total_relation_size(c.oid) AS total
                  FROM tree
                  JOIN pg_class c ON c.oid = tree.oid AND c.relkind NOT IN ('p', 'I'))
            SELECT (SELECT count(*) FROM tree) > 0 AS present,
                   CASE WHEN bool_or(reltuples < 0 AND size > 0) THEN -1
                        ELSE coalesce(sum(CASE WHEN reltuples > 0 THEN reltuples ELSE 0 END), 0) END::int8 AS row_count,
                   coalesce(sum(size / current_setting('block_size')::int8), 0)::int8 AS pages,
                   coalesce(sum(total), 0)::int8 AS bytes
              FROM leaf
            """;

    private record Row(boolean present, long rowCount, long pages, long bytes) {}

    private final Queries queries;

    ExtentsReader(Queries queries) {
        this.queries = queries;
    }

    Optional<Extent> read(QualifiedName name) {
        return queries.row(Row.class, EXTENT, DSL.val(name.schema()), DSL.val(name.local()))
                .filter(Row::present)
                .map(row -> new Extent(row.rowCount(), row.pages(), row.bytes()));
    }
}
