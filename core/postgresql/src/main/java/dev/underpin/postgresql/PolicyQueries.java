package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.dialect.PolicyStatements.Applicant;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.RowN;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The questions about row level security, and what is put into them. */
final class PolicyQueries {

    /** Both sides become the same text by the same words, so that only what differs is left. */
    static final String DIFFERENCES = """
            WITH raw (side, schema, relation, policy, enabled, forced, permissive, command, roles, using_, check_, comment) AS (
              SELECT 'expected', e.* FROM (VALUES {0}) AS e
              UNION ALL
              SELECT 'found', n.nspname, c.relname, NULL, c.relrowsecurity, c.relforcerowsecurity, NULL, NULL, NULL, NULL, NULL, NULL
              FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
              JOIN (VALUES {1}) AS t (schema, relation) ON n.nspname = t.schema AND c.relname = t.relation
              UNION ALL
              SELECT 'found', n.nspname, c.relname, p.polname, NULL, NULL, p.polpermissive,
                     CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' END,
                     ARRAY (SELECT coalesce(r.rolname, 'public') FROM pg_catalog.unnest(p.polroles) AS o (oid) LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = o.oid),
                     pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
                     pg_catalog.obj_description(p.oid, 'pg_policy')
              FROM pg_catalog.pg_policy AS p
              JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
              JOIN (VALUES {1}) AS t (schema, relation) ON n.nspname = t.schema AND c.relname = t.relation
            ), stated AS (
              SELECT side, schema, relation, policy,
                     CASE WHEN policy IS NULL
                       THEN pg_catalog.format('%s, %s', CASE WHEN enabled THEN 'enabled' ELSE 'disabled' END, CASE WHEN forced THEN 'forced' ELSE 'not forced' END)
                       ELSE pg_catalog.format('%s FOR %s TO %s USING %L WITH CHECK %L COMMENT %L',
                              CASE WHEN permissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, command,
                              (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(r.name), ', ' ORDER BY r.name COLLATE "C") FROM pg_catalog.unnest(roles) AS r (name)),
                              using_, check_, comment)
                     END AS state
              FROM raw
            )
            SELECT pg_catalog.format('%I.%I', schema, relation) AS relation,
                   coalesce('policy ' || pg_catalog.quote_ident(policy), 'row level security') AS property,
                   coalesce(pg_catalog.max(state) FILTER (WHERE side = 'expected'), 'absent') AS expected,
                   coalesce(pg_catalog.max(state) FILTER (WHERE side = 'found'), 'absent') AS found
            FROM stated
            GROUP BY schema, relation, policy
            HAVING pg_catalog.max(state) FILTER (WHERE side = 'expected') IS DISTINCT FROM pg_catalog.max(state) FILTER (WHERE side = 'found')
            ORDER BY 1, 2""";

    private static final String STATE_OF_ONE = """
            pg_catalog.format('%s FOR %s TO %s USING %L WITH CHECK %L COMMENT %L',
                       CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, p.polcmd,
                       (SELECT pg_catalog.string_agg(coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname)
                        FROM pg_catalog.unnest(p.polroles) AS o (oid) LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = o.oid),
                       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
                       pg_catalog.obj_description(p.oid, 'pg_policy'))""";

    static final String STATE = "SELECT coalesce((\n  SELECT " + STATE_OF_ONE + """

              FROM pg_catalog.pg_policy AS p WHERE p.polrelid = pg_catalog.to_regclass({0}) AND p.polname = {1}), '')""";

    static final String STATES =
            "SELECT coalesce((\n  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(p.polname) || ' ' || "
                    + STATE_OF_ONE + """
            , E'\\n' ORDER BY p.polname)
              FROM pg_catalog.pg_policy AS p WHERE p.polrelid = pg_catalog.to_regclass({0})), '')""";

    static final String SWITCHES = """
            SELECT coalesce((
              SELECT pg_catalog.concat_ws(', ', CASE WHEN c.relrowsecurity THEN 'enabled' ELSE 'disabled' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END)
              FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass({0})), '')""";

    static final String OTHERS_BELOW = """
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS partition
            FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass({0})) AS p
            JOIN pg_catalog.pg_class AS c ON c.oid = p.relid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p')
              AND NOT EXISTS (SELECT FROM (VALUES {1}) AS known (schema, relation) WHERE known.schema = n.nspname AND known.relation = c.relname)
            ORDER BY 1""";

    static final String READINGS = """
            SELECT CAST(c.relname AS pg_catalog.text), CAST(p.polname AS pg_catalog.text),
                   coalesce(pg_catalog.pg_get_expr(p.polqual, c.oid), ''), coalesce(pg_catalog.pg_get_expr(p.polwithcheck, c.oid), '')
            FROM pg_catalog.pg_policy AS p CROSS JOIN pg_catalog.pg_class AS c
            WHERE p.polrelid = CAST({0} AS pg_catalog.regclass)
              AND c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = 'r'
            ORDER BY 1, 2""";

    private static final String USES = """
            FROM pg_catalog.pg_policy AS p
            JOIN pg_catalog.pg_depend AS d ON d.classid = CAST('pg_catalog.pg_policy' AS pg_catalog.regclass) AND d.objid = p.oid
            """;

    static final String SOURCES =
            "SELECT DISTINCT CAST(p.polname AS pg_catalog.text), CAST(n.nspname AS pg_catalog.text), CAST(c.relname AS pg_catalog.text)\n"
                    + USES + """
            JOIN pg_catalog.pg_class AS c ON d.refclassid = CAST('pg_catalog.pg_class' AS pg_catalog.regclass) AND c.oid = d.refobjid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE p.polrelid = CAST({0} AS pg_catalog.regclass) AND c.oid <> p.polrelid
            ORDER BY 1, 2, 3""";

    static final String LACKS = "SELECT DISTINCT a.policy, a.role, u.privilege, u.object\n" + USES + """
            JOIN (VALUES {1}) AS a (policy, role) ON a.policy = p.polname
            CROSS JOIN LATERAL (
              SELECT 'EXECUTE', 'FUNCTION ' || CAST(f.oid AS pg_catalog.regprocedure)
              FROM pg_catalog.pg_proc AS f
              WHERE d.refclassid = CAST('pg_catalog.pg_proc' AS pg_catalog.regclass) AND f.oid = d.refobjid
                AND NOT pg_catalog.has_function_privilege(a.role, f.oid, 'EXECUTE')
              UNION ALL
              SELECT 'SELECT', 'TABLE ' || CAST(c.oid AS pg_catalog.regclass)
              FROM pg_catalog.pg_class AS c
              WHERE d.refclassid = CAST('pg_catalog.pg_class' AS pg_catalog.regclass) AND c.oid = d.refobjid
                AND c.oid <> p.polrelid AND NOT pg_catalog.has_any_column_privilege(a.role, c.oid, 'SELECT')
            ) AS u (privilege, object)
            WHERE p.polrelid = CAST({0} AS pg_catalog.regclass)
            ORDER BY 1, 2, 4""";

    private PolicyQueries() {}

    static QueryPart rows(List<SecuredTable> tables) {
        return DSL.list(tables.stream().flatMap(PolicyQueries::rows).toList());
    }

    private static Stream<RowN> rows(SecuredTable table) {
        RowSecurity security = table.rowSecurity();
        return Stream.concat(
                Stream.of(flags(table.name(), security)),
                security.policies().stream().map(policy -> policy(table.name(), policy)));
    }

    private static RowN flags(QualifiedName table, RowSecurity security) {
        return DSL.row(List.of(
                DSL.inline(table.schema()),
                DSL.inline(table.local()),
                text(Optional.empty()),
                DSL.inline(security.enabled()),
                DSL.inline(security.forced()),
                DSL.castNull(SQLDataType.BOOLEAN),
                text(Optional.empty()),
                DSL.castNull(SQLDataType.CLOB.array()),
                text(Optional.empty()),
                text(Optional.empty()),
                text(Optional.empty())));
    }

    private static RowN policy(QualifiedName table, Policy policy) {
        return DSL.row(List.of(
                DSL.inline(table.schema()),
                DSL.inline(table.local()),
                DSL.inline(policy.name()),
                DSL.castNull(SQLDataType.BOOLEAN),
                DSL.castNull(SQLDataType.BOOLEAN),
                DSL.inline(policy.permissive()),
                DSL.inline(policy.command().name()),
                DSL.inline(policy.roles().toArray(String[]::new), SQLDataType.CLOB.array()),
                text(policy.using()),
                text(policy.withCheck()),
                text(policy.comment())));
    }

    private static Field<String> text(Optional<String> value) {
        return DSL.inline(value.orElse(null), SQLDataType.CLOB);
    }

    static QueryPart applicants(List<Applicant> applicants) {
        return DSL.list(applicants.stream()
                .map(applicant -> DSL.row(DSL.inline(applicant.policy()), DSL.inline(applicant.role())))
                .toList());
    }
}
