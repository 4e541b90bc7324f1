package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.JournalStatements;
import java.util.Collection;
import java.util.Set;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Who can reach the journal's schema, by PostgreSQL's catalogs. */
public class PostgresJournal implements JournalStatements {

    private static final String STRANGE = """
            WITH mine AS (
              SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relispartition,
                     c.relname = ANY (ARRAY[{1}]::text[]) AS journal
              FROM pg_catalog.pg_class AS c
              WHERE c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident({0})) AND c.relkind NOT IN ('i', 'I', 't', 'c')),
            part AS (
              SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass AS class, d.oid, mine.relname
              FROM mine JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = mine.oid WHERE mine.journal
              UNION ALL
              SELECT 'pg_catalog.pg_constraint', k.oid, mine.relname
              FROM mine JOIN pg_catalog.pg_constraint AS k ON k.conrelid = mine.oid WHERE mine.journal
              UNION ALL
              SELECT 'pg_catalog.pg_class', i.indexrelid, mine.relname
              FROM mine JOIN pg_catalog.pg_index AS i ON i.indrelid = mine.oid WHERE mine.journal
              UNION ALL
              SELECT 'pg_catalog.pg_class', mine.oid, mine.relname FROM mine WHERE mine.journal)
            SELECT pg_catalog.format('%I belongs to %I', relname, pg_catalog.pg_get_userbyid(relowner))
            FROM mine WHERE pg_catalog.pg_get_userbyid(relowner) <> CURRENT_USER
            UNION ALL
            SELECT pg_catalog.format('%I is not a table', relname)
            FROM mine WHERE journal AND (relkind <> 'r' OR relispartition)
            UNION ALL
            SELECT pg_catalog.format('%I has a parent or children', mine.relname)
            FROM mine WHERE journal AND EXISTS (
              SELECT FROM pg_catalog.pg_inherits AS i WHERE mine.oid IN (i.inhrelid, i.inhparent))
            UNION ALL
            SELECT pg_catalog.format('%I has the trigger %I', mine.relname, t.tgname)
            FROM mine JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = mine.oid AND NOT t.tgisinternal
            UNION ALL
            SELECT pg_catalog.format('%I has the rule %I', mine.relname, r.rulename)
            FROM mine JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = mine.oid
            UNION ALL
            SELECT pg_catalog.format('%I has the policy %I', mine.relname, p.polname)
            FROM mine JOIN pg_catalog.pg_policy AS p ON p.polrelid = mine.oid WHERE mine.journal
            UNION ALL
            SELECT pg_catalog.format('%I has row level security', mine.relname) FROM mine WHERE journal AND relrowsecurity
            UNION ALL
            SELECT pg_catalog.format('%I uses %s', part.relname,
                     pg_catalog.pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid))
            FROM part JOIN pg_catalog.pg_depend AS d ON d.classid = part.class AND d.objid = part.oid
            WHERE d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass,
                                   'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_opclass'::pg_catalog.regclass,
                                   'pg_catalog.pg_opfamily'::pg_catalog.regclass,
                                   'pg_catalog.pg_collation'::pg_catalog.regclass)
            UNION ALL
            SELECT pg_catalog.format('%s has the right %s on %I',
                     coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'), a.privilege_type, mine.relname)
            FROM mine
            CROSS JOIN LATERAL (
              SELECT x.* FROM pg_catalog.aclexplode(mine.relacl) AS x
              UNION ALL
              SELECT x.* FROM pg_catalog.pg_attribute AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.attacl) AS x
              WHERE c.attrelid = mine.oid AND c.attacl IS NOT NULL) AS a
            LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
            WHERE a.grantee <> mine.relowner
              AND (a.privilege_type IN ('TRIGGER', 'REFERENCES')
                   OR mine.journal AND a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'))
            UNION ALL
            SELECT pg_catalog.format('%s has the right CREATE on the schema',
                     coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'))
            FROM pg_catalog.pg_namespace AS n
            CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
            LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
            WHERE n.nspname = {0} AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
            """;

    private static final String COLUMNS = """
            SELECT c.relname::text, a.attname::text
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident({0})) AND c.relname = ANY (ARRAY[{1}]::text[])
            """;

    private static final String CLOSE = """
            DO $closed$
            DECLARE
              stranger text;
            BEGIN
              FOR stranger IN
                SELECT DISTINCT coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC')
                FROM pg_catalog.pg_default_acl AS d
                CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) AS a
                LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
                WHERE pg_catalog.pg_get_userbyid(d.defaclrole) = current_user AND a.grantee <> d.defaclrole
              LOOP
                EXECUTE 'REVOKE ALL ON SCHEMA {0} FROM ' || stranger;
                EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA {0} FROM ' || stranger;
                EXECUTE 'REVOKE ALL ON ALL SEQUENCES IN SCHEMA {0} FROM ' || stranger;
              END LOOP;
            END
            $closed$
            """;

    private final Dialect dialect;

    public PostgresJournal(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql owner(String schema) {
        return dialect.sql(
                "SELECT pg_catalog.pg_get_userbyid(nspowner)::text, CURRENT_USER::text FROM pg_catalog.pg_namespace WHERE nspname = {0}",
                DSL.inline(schema));
    }

    @Override
    public Sql strange(String schema, Set<String> tables) {
        return dialect.sql(STRANGE, DSL.inline(schema), names(tables));
    }

    @Override
    public Sql columns(String schema, Set<String> tables) {
        return dialect.sql(COLUMNS, DSL.inline(schema), names(tables));
    }

    @Override
    public Sql close(String schema) {
        return dialect.sql(CLOSE, DSL.quotedName(schema));
    }

    private static QueryPart names(Collection<String> names) {
        return DSL.list(names.stream().map(DSL::inline).toList());
    }
}
