package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.GrantStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's privileges on tables. */
public class PostgresGrants implements GrantStatements {

    private static final String EVERYBODY = "public";

    private final Dialect dialect;

    public PostgresGrants(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql grant(QualifiedName table, List<String> privileges, List<String> roles, boolean grantable) {
        return dialect.sql(
                "GRANT {0} ON TABLE {1} TO {2}{3}",
                DSL.list(privileges.stream().map(DSL::keyword).toList()),
                table,
                DSL.list(roles.stream().map(PostgresGrants::role).toList()),
                DSL.raw(grantable ? " WITH GRANT OPTION" : ""));
    }

    @Override
    public Sql revoke(QualifiedName table, String privilege, String role) {
        return dialect.sql("REVOKE {0} ON TABLE {1} FROM {2}", DSL.keyword(privilege), table, role(role));
    }

    @Override
    public Sql revokeGrantOption(QualifiedName table, String privilege, String role) {
        return dialect.sql(
                "REVOKE GRANT OPTION FOR {0} ON TABLE {1} FROM {2}", DSL.keyword(privilege), table, role(role));
    }

    @Override
    public Sql ofRoles(QualifiedName table, List<String> roles) {
        return dialect.sql(
                """
                SELECT coalesce(string_agg(format('%s %s%s by %s', g.grantee, g.privilege_type,
                         CASE WHEN g.is_grantable THEN ' (grantable)' ELSE '' END, g.grantor), ', ' ORDER BY g.grantee, g.privilege_type, g.grantor), '')
                FROM (SELECT coalesce(r.rolname, 'public')::text AS grantee, x.privilege_type::text, x.is_grantable, pg_get_userbyid(x.grantor)::text AS grantor
                      FROM pg_class c
                      CROSS JOIN aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x
                      LEFT JOIN pg_roles r ON r.oid = x.grantee
                      WHERE c.oid = to_regclass({0})) AS g
                WHERE g.grantee IN ({1})""",
                DSL.inline(dialect.render(table.jooq())),
                DSL.list(roles.stream().map(DSL::inline).toList()));
    }

    @Override
    public Sql ofOwner() {
        return dialect.sql(
                "SELECT x.privilege_type::text FROM aclexplode(acldefault('r', 10)) AS x WHERE x.grantee = 10 ORDER BY 1");
    }

    @Override
    public Sql unknown(List<String> privileges) {
        return dialect.sql(
                "SELECT p FROM unnest(ARRAY[{0}]) AS p WHERE p NOT IN (SELECT x.privilege_type FROM aclexplode(acldefault('r', 10)) AS x)",
                DSL.list(privileges.stream().map(DSL::inline).toList()));
    }

    private static QueryPart role(String name) {
        return name.equals(EVERYBODY) ? DSL.keyword("PUBLIC") : DSL.quotedName(name);
    }
}
