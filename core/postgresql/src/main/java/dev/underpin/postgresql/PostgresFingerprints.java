package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Digests over lines of the system catalogs' contents, one line a fact. */
public class PostgresFingerprints implements FingerprintStatements {

    /** Rows as text quote what they contain, so that no two different facts make the same line. */
    private static final String DIGEST = """
            WITH RECURSIVE tree(oid) AS (
            {0}),
            use AS MATERIALIZED (
            SELECT d.classid AS class, d.objid AS object, d.refobjid AS used, d.refobjsubid AS number, d.deptype AS kind
              FROM pg_depend d
             WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (ARRAY(SELECT oid FROM tree))),
            view(oid) AS (
            SELECT r.ev_class
              FROM use
              JOIN pg_rewrite r ON r.oid = use.object AND r.rulename = '_RETURN'
             WHERE use.class = 'pg_rewrite'::regclass)
            SELECT coalesce(md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")), '')
              FROM (SELECT ARRAY(SELECT oid FROM tree) AS tables,
                           ARRAY(SELECT oid FROM tree UNION SELECT oid FROM view) AS relations OFFSET 0) AS these
             CROSS JOIN LATERAL (
            {1}) AS facts(line)
            """;

    private static final String TREE = """
            SELECT c.oid
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = {0} AND c.relname = {1} AND c.relkind IN ('r', 'p', 'f')
             UNION ALL
            SELECT i.inhrelid
              FROM tree
              JOIN pg_inherits i ON i.inhparent = tree.oid
              JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
            """;

    private static final String FILES = """
            WITH RECURSIVE tree(oid) AS (
            {0})
            SELECT coalesce(md5(string_agg(ROW(oid, pg_relation_filenode(oid))::text, E'\\n' ORDER BY oid)), '') FROM tree
            """;

    /** {0}, {1}: the table's schema and name. To set an option to what it is moves it to the end of the others. */
    private static final String DEPENDENTS = """
            WITH RECURSIVE seen(oid) AS (
            SELECT c.oid
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = {0} AND c.relname = {1}
             UNION
            SELECT r.ev_class
              FROM seen
              JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = seen.oid
               AND d.classid = 'pg_rewrite'::regclass
              JOIN pg_rewrite r ON r.oid = d.objid)
            SELECT coalesce(md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")), '')
              FROM (
            SELECT ROW('use', seen.oid, d.classid, d.objid, d.objsubid, d.refobjsubid, d.deptype, s.relacl::text)::text
              FROM seen
              JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = seen.oid
              LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass AND s.oid = d.objid AND s.relkind = 'S'
             UNION ALL
            SELECT ROW('type', seen.oid, d.classid, d.objid, d.objsubid, d.refobjsubid, d.deptype)::text
              FROM seen
              JOIN pg_type t ON t.typrelid = seen.oid
              JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
             UNION ALL
            SELECT ROW('rule', r.oid, r.xmin, r.ctid, r.ev_enabled)::text
              FROM seen JOIN pg_rewrite r ON r.ev_class = seen.oid
             UNION ALL
            SELECT ROW('relation', c.oid, c.relname, c.relowner, c.relacl::text,
                       ARRAY(SELECT unnest(c.reloptions) COLLATE "C" ORDER BY 1))::text
              FROM seen JOIN pg_class c ON c.oid = seen.oid
             UNION ALL
            SELECT ROW('column', a.attrelid, a.attnum, a.attacl::text)::text
              FROM seen JOIN pg_attribute a ON a.attrelid = seen.oid AND a.attacl IS NOT NULL
             UNION ALL
            SELECT ROW('publication', p.oid, p.xmin)::text FROM pg_publication p) AS facts(line)
            """;

    private final Dialect dialect;

    public PostgresFingerprints(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql definition(QualifiedName table, Collection<String> exceptTriggers) {
        Sql ignored = exceptTriggers.isEmpty()
                ? dialect.sql("false")
                : dialect.sql("t.tgname IN ({0})", Clauses.list(dialect, exceptTriggers, this::literal));
        Sql enforced = has(Capability.NAMED_NOT_NULL) ? dialect.sql("k.conenforced") : dialect.sql("true");
        Sql published =
                dialect.sql(has(Capability.PUBLICATION_OF_SCHEMAS) ? Facts.PUBLISHED : Facts.PUBLISHED_BEFORE_15);
        List<Sql> facts = List.of(
                dialect.sql(Facts.RELATIONS),
                dialect.sql(Facts.INHERITANCE),
                dialect.sql(Facts.COLUMNS),
                dialect.sql(Facts.CONSTRAINTS, enforced),
                dialect.sql(Facts.INDEXES),
                dialect.sql(Facts.TRIGGERS, ignored),
                dialect.sql(Facts.POLICIES),
                dialect.sql(Facts.RULES),
                dialect.sql(Facts.STATISTICS),
                published,
                dialect.sql(Facts.LABELS),
                dialect.sql(Facts.SEQUENCES),
                dialect.sql(Facts.REFERENCES),
                dialect.sql(Facts.FUNCTIONS));
        return dialect.sql(DIGEST, tree(table), Clauses.join(dialect, " UNION ALL ", facts));
    }

    @Override
    public Sql files(QualifiedName table) {
        return dialect.sql(FILES, tree(table));
    }

    @Override
    public Sql dependents(QualifiedName table) {
        return dialect.sql(DEPENDENTS, DSL.inline(table.schema()), DSL.inline(table.local()));
    }

    private Sql tree(QualifiedName table) {
        return dialect.sql(TREE, DSL.inline(table.schema()), DSL.inline(table.local()));
    }

    private Sql literal(String text) {
        QueryPart inlined = DSL.inline(text);
        return dialect.sql("{0}", inlined);
    }

    private boolean has(Capability capability) {
        return dialect.has(capability);
    }
}
