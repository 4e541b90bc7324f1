package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions of extended statistics. */
final class StatisticsReader {

    private static final String STATISTICS = """
            SELECT s.stxrelid::int8 AS relation,
                   n.nspname::text AS schema,
                   s.stxname::text AS name,
                   pg_get_statisticsobjdef(s.oid) AS definition,
                   pg_get_userbyid(s.stxowner)::text AS owner,
                   nullif(s.stxstattarget, -1)::int4 AS target,
                   e.description AS comment
              FROM pg_statistic_ext s
              JOIN pg_namespace n ON n.oid = s.stxnamespace
              LEFT JOIN pg_description e ON e.classoid = 'pg_statistic_ext'::regclass AND e.objoid = s.oid
             WHERE s.stxrelid = ANY ({0}::oid[])
             ORDER BY s.stxrelid, n.nspname COLLATE "C", s.stxname COLLATE "C"
            """;

    private record Row(
            long relation,
            String schema,
            String name,
            String definition,
            String owner,
            Optional<Integer> target,
            Optional<String> comment) {}

    private final Queries queries;

    StatisticsReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<ExtendedStatistics>> read(Collection<Long> relations) {
        return queries.grouped(
                Row.class,
                Row::relation,
                row -> new ExtendedStatistics(
                        QualifiedName.of(row.schema(), row.name()),
                        row.definition(),
                        row.owner(),
                        row.target(),
                        row.comment()),
                STATISTICS,
                Queries.oids(relations));
    }
}
