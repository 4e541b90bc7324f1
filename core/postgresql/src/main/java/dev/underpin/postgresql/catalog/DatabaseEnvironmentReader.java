package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.DatabaseEnvironment.DefaultPrivilege;
import dev.underpin.spi.catalog.DatabaseEnvironment.Objects;
import dev.underpin.spi.catalog.DatabaseEnvironment.PublishedSchema;
import java.util.List;
import org.jooq.impl.DSL;

/** What acts on new objects without being asked, and what new objects can be made of. */
final class DatabaseEnvironmentReader {

    private static final String EVENT_TRIGGERS =
            "SELECT evtname::text AS name FROM pg_event_trigger WHERE evtenabled <> 'D' ORDER BY evtname COLLATE \"C\"";

    private static final String FOR_ALL_TABLES =
            "SELECT pubname::text AS name FROM pg_publication WHERE puballtables ORDER BY pubname COLLATE \"C\"";

    private static final String OF_SCHEMAS = """
            SELECT b.pubname::text AS publication, n.nspname::text AS schema
              FROM pg_publication_namespace s
              JOIN pg_publication b ON b.oid = s.pnpubid
              JOIN pg_namespace n ON n.oid = s.pnnspid
             ORDER BY b.pubname COLLATE "C", n.nspname COLLATE "C"
            """;

    private static final String DEFAULT_PRIVILEGES = """
            SELECT coalesce(n.nspname::text, '') AS schema,
                   d.defaclobjtype::text AS objects,
                   pg_get_userbyid(d.defaclrole)::text AS owner,
                   CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END AS grantee,
                   x.privilege_type AS privilege
              FROM pg_default_acl d
             CROSS JOIN LATERAL aclexplode(d.defaclacl) AS x
              LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
             ORDER BY n.nspname COLLATE "C" NULLS FIRST, d.defaclobjtype, owner, grantee, privilege
            """;

    private static final String SCHEMA = "SELECT nspname::text AS name FROM pg_namespace WHERE nspname = {0}";

    private static final String EXTENSION = "SELECT extname::text AS name FROM pg_extension WHERE extname = {0}";

    private record Named(String name) {}

    private record PrivilegeRow(String schema, String objects, String owner, String grantee, String privilege) {}

    private final Queries queries;
    private final boolean publishesSchemas;

    DatabaseEnvironmentReader(Queries queries, int major) {
        this.queries = queries;
        this.publishesSchemas = major >= 15;
    }

    DatabaseEnvironment read() {
        return new DatabaseEnvironment(
                names(EVENT_TRIGGERS),
                names(FOR_ALL_TABLES),
                publishesSchemas ? queries.rows(PublishedSchema.class, OF_SCHEMAS) : List.of(),
                queries.rows(PrivilegeRow.class, DEFAULT_PRIVILEGES).stream()
                        .map(row -> new DefaultPrivilege(
                                row.schema(), objects(row.objects()), row.owner(), row.grantee(), row.privilege()))
                        .toList());
    }

    boolean hasSchema(String name) {
        return queries.row(Named.class, SCHEMA, DSL.val(name)).isPresent();
    }

    boolean hasExtension(String name) {
        return queries.row(Named.class, EXTENSION, DSL.val(name)).isPresent();
    }

    private List<String> names(String sql) {
        return queries.rows(Named.class, sql).stream().map(Named::name).toList();
    }

    private static Objects objects(String letter) {
        return switch (letter) {
            case "r" -> Objects.TABLES;
            case "S" -> Objects.SEQUENCES;
            case "f" -> Objects.FUNCTIONS;
            case "T" -> Objects.TYPES;
            case "n" -> Objects.SCHEMAS;
            case "L" -> Objects.LARGE_OBJECTS;
            default -> throw new IllegalStateException("defaclobjtype " + letter);
        };
    }
}
