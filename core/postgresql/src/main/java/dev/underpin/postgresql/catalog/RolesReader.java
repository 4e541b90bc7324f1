package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Param;
import org.jooq.impl.DSL;

/** Roles, and the session's own. */
final class RolesReader {

    private static final String ROLE = """
            SELECT r.rolname::text AS name,
                   r.rolsuper AS superuser,
                   r.rolbypassrls AS bypass_rls,
                   r.rolcanlogin AS login,
                   ARRAY(SELECT o.rolname::text
                           FROM pg_roles o
                          WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'USAGE')
                          ORDER BY o.rolname COLLATE "C") AS member_of
              FROM pg_roles r
             WHERE r.rolname = {0}
            """;

    private static final String PRINCIPAL = """
            SELECT r.rolname::text AS name,
                   r.rolsuper AS superuser,
                   r.rolbypassrls AS bypass_rls,
                   has_database_privilege(current_database(), 'CREATE') AS creates_in_database,
                   pg_has_role('pg_read_all_stats', 'USAGE') AS reads_all_statistics,
                   ARRAY(SELECT n.nspname::text
                           FROM pg_namespace n
                          WHERE n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'CREATE')) AS creates_in,
                   ARRAY(SELECT o.rolname::text FROM pg_roles o WHERE pg_has_role(o.oid, 'USAGE')) AS acts_as,
                   ARRAY(SELECT o.rolname::text FROM pg_roles o WHERE pg_has_role(o.oid, {0})) AS becomes
              FROM pg_roles r
             WHERE r.rolname = current_user
            """;

    private record RoleRow(String name, boolean superuser, boolean bypassRls, boolean login, String[] memberOf) {}

    private record PrincipalRow(
            String name,
            boolean superuser,
            boolean bypassRls,
            boolean createsInDatabase,
            boolean readsAllStatistics,
            String[] createsIn,
            String[] actsAs,
            String[] becomes) {}

    private final Queries queries;
    private final Param<String> becoming;

    RolesReader(Queries queries, int major) {
        this.queries = queries;
        this.becoming = DSL.inline(major >= 16 ? "SET" : "MEMBER");
    }

    Optional<Role> role(String name) {
        return queries.row(RoleRow.class, ROLE, DSL.val(name))
                .map(row ->
                        new Role(row.name(), row.superuser(), row.bypassRls(), row.login(), List.of(row.memberOf())));
    }

    Principal principal() {
        return queries.row(PrincipalRow.class, PRINCIPAL, becoming)
                .map(row -> new Principal(
                        row.name(),
                        row.superuser(),
                        row.bypassRls(),
                        row.createsInDatabase(),
                        row.readsAllStatistics(),
                        Set.of(row.createsIn()),
                        Set.of(row.actsAs()),
                        Set.of(row.becomes())))
                .orElseThrow();
    }
}
