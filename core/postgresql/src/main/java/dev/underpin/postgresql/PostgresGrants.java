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
    public Sql grant(QualifiedName table, List<String> privileges, String role, boolean grantable) {
        return dialect.sql(
                "GRANT {0} ON TABLE {1} TO {2}{3}",
                DSL.list(privileges.stream().map(DSL::keyword).toList()),
                table,
                role(role),
                DSL.raw(grantable ? " WITH GRANT OPTION" : ""));
    }

    @Override
    public Sql grantOnColumn(QualifiedName table, String column, String privilege, String role, boolean grantable) {
        return dialect.sql(
                "GRANT {0} ({1}) ON TABLE {2} TO {3}{4}",
                DSL.keyword(privilege),
                DSL.quotedName(column),
                table,
                role(role),
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
    public Sql ofRole(QualifiedName table, String role) {
        return dialect.sql("""
                SELECT coalesce(string_agg(format('%s %s%s%s by %s', g.grantee, g.privilege_type, ' (' || quote_ident(g.column_name) || ')',
                         CASE WHEN g.is_grantable THEN ' (grantable)' ELSE '' END, g.grantor), ', '
                         ORDER BY g.grantee, g.privilege_type, g.column_name NULLS FIRST, g.grantor), '')
                FROM (SELECT coalesce(r.rolname, 'public')::text AS grantee, x.privilege_type::text, o.column_name, x.is_grantable,
                             pg_get_userbyid(x.grantor)::text AS grantor
                      FROM (SELECT NULL::text AS column_name, coalesce(c.relacl, acldefault('r', c.relowner)) AS acl
                            FROM pg_class c WHERE c.oid = to_regclass({0})
                            UNION ALL
                            SELECT a.attname::text, a.attacl
                            FROM pg_attribute a
                            WHERE a.attrelid = to_regclass({0}) AND a.attacl IS NOT NULL AND NOT a.attisdropped) AS o
                      CROSS JOIN aclexplode(o.acl) AS x
                      LEFT JOIN pg_roles r ON r.oid = x.grantee) AS g
                WHERE g.grantee = {1}""", DSL.inline(dialect.render(table.jooq())), DSL.inline(role));
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
