package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Acl.Grant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Privileges on relations and their columns. */
final class GrantsReader {

    private static final String GRANTS = """
            SELECT o.relation, o.column_name, x.privilege_type, x.is_grantable,
                   CASE WHEN x.grantee = 0 THEN 'public' ELSE coalesce(pg_get_userbyid(x.grantee)::text, '') END AS grantee,
                   coalesce(pg_get_userbyid(x.grantor)::text, '') AS grantor
              FROM (SELECT c.oid::int8 AS relation, NULL::text AS column_name, c.relacl AS acl
                      FROM pg_class c
                     WHERE c.oid = ANY ({0}::oid[]) AND c.relacl IS NOT NULL
                     UNION ALL
                    SELECT a.attrelid::int8, a.attname::text, a.attacl
                      FROM pg_attribute a
                     WHERE a.attrelid = ANY ({0}::oid[]) AND a.attacl IS NOT NULL AND NOT a.attisdropped) AS o
              LEFT JOIN LATERAL aclexplode(o.acl) AS x ON true
             """;

    private record Row(
            long relation,
            Optional<String> columnName,
            Optional<String> privilegeType,
            boolean isGrantable,
            String grantee,
            String grantor) {}

    private final Queries queries;

    GrantsReader(Queries queries) {
        this.queries = queries;
    }

    Grants read(Collection<Long> relations) {
        Map<Long, List<Row>> rows =
                queries.grouped(Row.class, Row::relation, row -> row, GRANTS, Queries.oids(relations));
        return new Grants(rows);
    }

    /** The privileges that were found. */
    static final class Grants {

        private final Map<Long, Acl> ofRelations = new HashMap<>();
        private final Map<Long, Map<String, Acl>> ofColumns = new HashMap<>();

        private Grants(Map<Long, List<Row>> rows) {
            rows.forEach((relation, all) -> {
                Map<String, List<Row>> columns = new TreeMap<>();
                List<Row> own =
                        all.stream().filter(row -> row.columnName().isEmpty()).toList();
                all.forEach(row -> row.columnName()
                        .ifPresent(column -> columns.computeIfAbsent(column, key -> new ArrayList<>())
                                .add(row)));
                if (!own.isEmpty()) {
                    ofRelations.put(relation, acl(own));
                }
                Map<String, Acl> acls = new HashMap<>();
                columns.forEach((column, granted) -> acls.put(column, acl(granted)));
                ofColumns.put(relation, acls);
            });
        }

        /** An access control list that is set but empty comes as one row without a privilege. */
        private static Acl acl(List<Row> rows) {
            return new Acl(
                    false,
                    rows.stream()
                            .flatMap(row -> row.privilegeType().stream()
                                    .map(privilege ->
                                            new Grant(row.grantee(), privilege, row.isGrantable(), row.grantor())))
                            .sorted(Acl.ORDER)
                            .toList());
        }

        Acl on(long relation) {
            return ofRelations.getOrDefault(relation, Acl.BUILT_IN);
        }

        Acl onColumn(long relation, String column) {
            return ofColumns.getOrDefault(relation, Map.of()).getOrDefault(column, Acl.BUILT_IN);
        }
    }
}
