package dev.underpin.matviews.postgresql;

import dev.underpin.matviews.MatviewStatements;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** PostgreSQL's materialized views. */
public class PostgresMatviews implements MatviewStatements {

    private static final String EVERYBODY = "public";

    /** A VALUES list has at least one row. */
    private static final List<Granted> NOTHING = List.of(new Granted("", ""));

    private final Dialect dialect;

    public PostgresMatviews(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql create(QualifiedName view, SqlQuery query) {
        return dialect.sql("CREATE MATERIALIZED VIEW {0} AS {1} WITH DATA", view, Clauses.byPlan(query.text()))
                .locking(Lock.unseen(view, LockMode.ACCESS_EXCLUSIVE));
    }

    @Override
    public Sql analyzeUnseen(QualifiedName view) {
        return Clauses.onPlanPath(dialect.sql("ANALYZE {0}", view))
                .locking(Lock.unseen(view, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }

    @Override
    public Sql drop(QualifiedName view) {
        return dialect.sql("DROP MATERIALIZED VIEW {0}", view)
                .locking(Lock.onUnwritable(view, LockMode.ACCESS_EXCLUSIVE));
    }

    @Override
    public Sql refreshBlocking(QualifiedName view, boolean populated) {
        return Clauses.onPlanPath(dialect.sql("REFRESH MATERIALIZED VIEW {0} WITH DATA", view))
                .locking(
                        populated
                                ? Lock.onUnwritable(view, LockMode.ACCESS_EXCLUSIVE)
                                : Lock.unseen(view, LockMode.ACCESS_EXCLUSIVE));
    }

    @Override
    public Sql refreshConcurrently(QualifiedName view) {
        return Clauses.onPlanPath(dialect.sql("REFRESH MATERIALIZED VIEW CONCURRENTLY {0} WITH DATA", view))
                .locking(Lock.onUnwritable(view, LockMode.EXCLUSIVE));
    }

    @Override
    public Sql canonical(QualifiedName standIn) {
        return dialect.sql("SELECT pg_get_viewdef({0}::regclass)", quotedText(standIn));
    }

    @Override
    public Sql columns(QualifiedName standIn) {
        return dialect.sql("""
                SELECT a.attname::text,
                       format_type(a.atttypid, a.atttypmod),
                       CASE WHEN a.attcollation <> ty.typcollation
                            THEN (SELECT format('%I.%I', cn.nspname, co.collname)
                                  FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                                  WHERE co.oid = a.attcollation) END
                FROM pg_attribute a
                JOIN pg_type ty ON ty.oid = a.atttypid
                WHERE a.attrelid = {0}::regclass AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum""", quotedText(standIn));
    }

    @Override
    public Sql definition(QualifiedName view) {
        return dialect.sql(
                "SELECT pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'm' AND n.nspname = {0} AND c.relname = {1}",
                DSL.inline(view.schema()), DSL.inline(view.local()));
    }

    @Override
    public Sql populated(QualifiedName view) {
        return dialect.sql(
                "SELECT c.relispopulated::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'm' AND n.nspname = {0} AND c.relname = {1}",
                DSL.inline(view.schema()), DSL.inline(view.local()));
    }

    @Override
    public Sql beginnings() {
        return dialect.sql("""
                SELECT current_setting('default_table_access_method'), acl.privilege_type
                FROM pg_roles r, aclexplode(acldefault('r', r.oid)) acl
                WHERE r.rolname = current_user AND acl.grantee = r.oid ORDER BY 2""");
    }

    @Override
    public Sql securedSources(QualifiedName standIn) {
        return dialect.sql("""
                WITH RECURSIVE reads AS (
                    SELECT {0}::regclass::oid AS relation
                    UNION
                    SELECT d.refobjid
                    FROM reads
                    JOIN pg_rewrite w ON w.ev_class = reads.relation
                    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                                    AND d.refclassid = 'pg_class'::regclass)
                SELECT c.oid::regclass::text
                FROM reads JOIN pg_class c ON c.oid = reads.relation
                WHERE c.relrowsecurity
                ORDER BY 1""", quotedText(standIn));
    }

    @Override
    public Sql grantDifferences(QualifiedName view, List<Granted> expected) {
        return dialect.sql(
                """
                SELECT coalesce(present.grantee, wanted.grantee) AS role,
                       coalesce(present.privilege, wanted.privilege) AS privilege,
                       CASE WHEN wanted.grantee IS NULL THEN 'has it' ELSE 'lacks it' END AS finding
                FROM (SELECT coalesce(r.rolname, 'public')::text AS grantee, acl.privilege_type AS privilege
                      FROM pg_class c
                      JOIN pg_namespace n ON n.oid = c.relnamespace
                      CROSS JOIN LATERAL aclexplode(c.relacl) acl
                      LEFT JOIN pg_roles r ON r.oid = acl.grantee
                      WHERE n.nspname = {0} AND c.relname = {1} AND acl.grantee <> c.relowner) present
                FULL JOIN (SELECT * FROM (VALUES {2}) listed(grantee, privilege) WHERE grantee <> '') wanted
                       ON wanted.grantee = present.grantee AND wanted.privilege = present.privilege
                WHERE present.grantee IS NULL OR wanted.grantee IS NULL
                ORDER BY 1, 2""",
                DSL.inline(view.schema()),
                DSL.inline(view.local()),
                Clauses.list(dialect, expected.isEmpty() ? NOTHING : expected, this::row));
    }

    private Sql row(Granted granted) {
        return dialect.sql("({0}, {1})", DSL.inline(granted.grantee()), DSL.inline(granted.privilege()));
    }

    @Override
    public Sql revokeAll(QualifiedName view, List<String> grantees) {
        return dialect.sql("REVOKE ALL ON {0} FROM {1}", view, roles(grantees));
    }

    @Override
    public Sql grant(QualifiedName view, String privilege, List<String> grantees) {
        return dialect.sql("GRANT " + privilege(privilege) + " ON {0} TO {1}", view, roles(grantees));
    }

    private static String privilege(String name) {
        return switch (name) {
            case "SELECT" -> "SELECT";
            case "MAINTAIN" -> "MAINTAIN";
            default -> throw new IllegalArgumentException("a materialized view has no use for " + name);
        };
    }

    private Sql roles(List<String> roles) {
        return Clauses.list(
                dialect,
                roles,
                role -> role.equals(EVERYBODY) ? dialect.sql("PUBLIC") : dialect.sql("{0}", DSL.quotedName(role)));
    }

    @Override
    public Sql comment(QualifiedName view, String text) {
        return dialect.sql("COMMENT ON MATERIALIZED VIEW {0} IS {1}", view, DSL.inline(text));
    }

    @Override
    public Sql duplicates(SqlQuery query, List<String> key, int limit) {
        return dialect.sql(
                "SELECT {0}, count(*) AS rows FROM ({1}) AS result WHERE {2} GROUP BY {0} HAVING count(*) > 1 LIMIT {3}",
                Clauses.identifiers(dialect, key),
                Clauses.byPlan(query.text()),
                conditions(" AND ", "{0} IS NOT NULL", key),
                DSL.inline(limit));
    }

    @Override
    public Sql incompleteKeys(SqlQuery query, List<String> key, int limit) {
        return dialect.sql(
                "SELECT {0} FROM ({1}) AS result WHERE {2} LIMIT {3}",
                Clauses.identifiers(dialect, key),
                Clauses.byPlan(query.text()),
                conditions(" OR ", "{0} IS NULL", key),
                DSL.inline(limit));
    }

    private Sql conditions(String between, String template, List<String> key) {
        return Clauses.join(
                dialect,
                between,
                key.stream()
                        .map(column -> dialect.sql(template, DSL.quotedName(column)))
                        .toList());
    }

    private Field<String> quotedText(QualifiedName name) {
        Name quoted = name.jooq();
        return DSL.inline(dialect.render(quoted));
    }
}
