package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.PublicationMembership.How;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In which publications tables are by themselves, not by an ancestor. */
final class PublicationsReader {

    private static final String ALL_TABLES = """
            SELECT * FROM (
            SELECT c.oid::int8 AS relation, b.pubname::text AS publication, 'ALL_TABLES' AS how,
                   '{}'::text[] AS columns, NULL::text AS row_filter, b.pubviaroot AS via_root
              FROM pg_publication b
              JOIN pg_class c ON c.oid = ANY ({0}::oid[]) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
             WHERE b.puballtables
            """;

    private static final String ORDER = ") AS m ORDER BY relation, publication COLLATE \"C\", how COLLATE \"C\"";

    private static final String BEFORE_15 = ALL_TABLES + """
                     UNION ALL
                    SELECT r.prrelid::int8, b.pubname::text, 'TABLE', '{}', NULL, b.pubviaroot
                      FROM pg_publication_rel r
                      JOIN pg_publication b ON b.oid = r.prpubid
                     WHERE r.prrelid = ANY ({0}::oid[])
                    """ + ORDER;

    private static final String SINCE_15 = ALL_TABLES + """
                     UNION ALL
                    SELECT r.prrelid::int8, b.pubname::text, 'TABLE',
                           ARRAY(SELECT a.attname::text
                                   FROM pg_attribute a
                                  WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])
                                  ORDER BY a.attnum),
                           pg_get_expr(r.prqual, r.prrelid), b.pubviaroot
                      FROM pg_publication_rel r
                      JOIN pg_publication b ON b.oid = r.prpubid
                     WHERE r.prrelid = ANY ({0}::oid[])
                     UNION ALL
                    SELECT c.oid::int8, b.pubname::text, 'SCHEMA', '{}', NULL, b.pubviaroot
                      FROM pg_publication_namespace s
                      JOIN pg_publication b ON b.oid = s.pnpubid
                      JOIN pg_class c ON c.relnamespace = s.pnnspid
                     WHERE c.oid = ANY ({0}::oid[]) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
                    """ + ORDER;

    private record Row(
            long relation,
            String publication,
            How how,
            String[] columns,
            Optional<String> rowFilter,
            boolean viaRoot) {}

    private final Queries queries;
    private final String sql;

    PublicationsReader(Queries queries, int major) {
        this.queries = queries;
        this.sql = major >= 15 ? SINCE_15 : BEFORE_15;
    }

    Map<Long, List<PublicationMembership>> read(Collection<Long> relations) {
        return queries.grouped(
                Row.class,
                Row::relation,
                row -> new PublicationMembership(
                        row.publication(), row.how(), List.of(row.columns()), row.rowFilter(), row.viaRoot()),
                sql,
                Queries.oids(relations));
    }
}
