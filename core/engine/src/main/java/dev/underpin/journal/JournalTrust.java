package dev.underpin.journal;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is found in the journal's schema may be believed. Who can write a journal decides what its reader executes,
 * and who can put a trigger there executes as whoever writes. So it is the present role's, and nobody else's hand is in it.
 * Only catalogs are read.
 */
final class JournalTrust {

    /** That somebody else could change what is read, or have something run when it is written; one a row. */
    private static final String STRANGE = """
            WITH mine AS (
              SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relispartition,
                     c.relname = ANY (?::text[]) AS journal
              FROM pg_catalog.pg_class AS c
              WHERE c.relnamespace = pg_catalog.to_regnamespace('underpin') AND c.relkind NOT IN ('i', 'I', 't', 'c')),
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
            WHERE n.nspname = 'underpin' AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
            """;

    private final DSLContext dsl;
    private final Map<String, Set<String>> tables;

    /**
     * @param tables the journal's, each with the names of its columns
     */
    JournalTrust(DSLContext dsl, Map<String, Set<String>> tables) {
        this.dsl = dsl;
        this.tables = tables;
    }

    static Failure madeMeanwhile() {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.JOURNAL_JUST_CREATED,
                "somebody else has just created the schema " + JournalSchema.NAME + "; nothing was changed",
                "Look whose it is. If it is another start of the tool by the same role, try again.");
    }

    boolean schemaExists() {
        return owner().isPresent();
    }

    private Optional<String> owner() {
        return dsl.fetchOptional(
                        "SELECT pg_catalog.pg_get_userbyid(nspowner)::text FROM pg_catalog.pg_namespace WHERE nspname = 'underpin'")
                .map(row -> row.get(0, String.class));
    }

    /**
     * Whether the journal has been created.
     *
     * @throws Failure if the schema is another role's, or others can do in it what only its owner may
     */
    boolean created() {
        Optional<String> owner = owner();
        if (owner.isEmpty()) {
            return false;
        }
        String me = dsl.fetchSingle("SELECT CURRENT_USER::text").get(0, String.class);
        if (!owner.get().equals(me)) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.JOURNAL_OF_ANOTHER,
                    "the journal in schema " + JournalSchema.NAME + " belongs to " + owner.get() + ", and this is " + me
                            + ": what it holds would run with other rights than those of who wrote it; nothing was changed",
                    "Connect as " + owner.get()
                            + ". If that is no journal of yours, have it dropped or handed over (ALTER SCHEMA "
                            + JournalSchema.NAME + " OWNER TO ...), by its owner or a superuser.");
        }
        refuse(new TreeSet<>(dsl.fetch(STRANGE, (Object) tables.keySet().toArray(String[]::new))
                .getValues(0, String.class)));
        Map<String, Set<String>> found = columns();
        if (!found.containsKey("version")) {
            return false;
        }
        Set<String> different = new TreeSet<>();
        tables.forEach((table, expected) -> compare(table, expected, found.get(table), different));
        refuse(different);
        return true;
    }

    private static void compare(
            String table, Set<String> expected, @Nullable Set<String> found, Set<String> different) {
        if (found == null) {
            different.add(table + " is missing");
            return;
        }
        found.stream()
                .filter(column -> !expected.contains(column))
                .forEach(column -> different.add(table + " has the column " + column));
        expected.stream()
                .filter(column -> !found.contains(column))
                .forEach(column -> different.add(table + " has no column " + column));
    }

    private Map<String, Set<String>> columns() {
        return dsl.fetch("""
                        SELECT c.relname::text, ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
                                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                        FROM pg_catalog.pg_class AS c
                        WHERE c.relnamespace = pg_catalog.to_regnamespace('underpin') AND c.relname = ANY (?::text[])
                        """, (Object) tables.keySet().toArray(String[]::new))
                .intoMap(row -> row.get(0, String.class), row -> Set.of(row.get(1, String[].class)));
    }

    private static void refuse(Set<String> strange) {
        if (!strange.isEmpty()) {
            throw new Failure(
                    Outcome.REFUSED,
                    Problem.of(Finding.error(
                                    EngineCodes.JOURNAL_ALTERED,
                                    "the journal in schema " + JournalSchema.NAME
                                            + " is not as the tool made it, so it is not used; nothing was changed",
                                    "Find out who did that, and take it back. A journal that somebody else prepared is dropped"
                                            + " by its owner or a superuser."))
                            .with(List.copyOf(strange)));
        }
    }
}
