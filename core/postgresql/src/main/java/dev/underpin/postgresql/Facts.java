package dev.underpin.postgresql;

import dev.underpin.postgresql.catalog.ColumnOptions;

/**
 * Queries for what a fingerprint is made of, one line a fact. They see {@code these.tables}, the oids of a table and its
 * partitions, {@code these.relations}, with their views, and {@code use}, what depends on the tables.
 */
final class Facts {

    /** What most relations lack is looked up for each, not joined: to find the best order of so many joins takes longer than all of it. */
    static final String RELATIONS = """
            SELECT ROW('relation', n.nspname, c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relpersistence,
                       (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
                       (SELECT m.amname FROM pg_am m WHERE m.oid = c.relam),
                       ARRAY(SELECT unnest(c.reloptions) ORDER BY 1),
                       ARRAY(SELECT unnest(o.reloptions) FROM pg_class o WHERE o.oid = c.reltoastrelid ORDER BY 1),
                       (SELECT r.srvname
                          FROM pg_foreign_table f
                          JOIN pg_foreign_server r ON r.oid = f.ftserver
                         WHERE f.ftrelid = c.oid),
                       (SELECT f.ftoptions FROM pg_foreign_table f WHERE f.ftrelid = c.oid),
                       c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
                       c.relacl IS NULL, ARRAY(SELECT unnest(c.relacl)::text ORDER BY 1),
                       pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid), format_type(nullif(c.reloftype, 0), NULL),
                       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                       (SELECT d.refobjid FROM pg_depend d
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'e'),
                       (SELECT e.description
                          FROM pg_description e
                         WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid = 0))::text
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid = ANY (these.relations)
            """;

    static final String INHERITANCE = """
            SELECT ROW('inherits', i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno, i.inhdetachpending)::text
              FROM pg_inherits i
             WHERE i.inhrelid = ANY (these.tables) OR i.inhparent = ANY (these.tables)
            """;

    static final String COLUMNS = """
            SELECT ROW('column', a.attrelid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
                       a.attcollation::regcollation, a.attnotnull,
                       pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END), a.attgenerated,
                       a.attidentity, a.attstorage, a.attcompression, nullif(a.attstattarget, -1),
                       """ + ColumnOptions.OF_USERS + """
                       ,
                       a.attfdwoptions, a.attacl IS NULL, ARRAY(SELECT unnest(a.attacl)::text ORDER BY 1), e.description)::text
              FROM pg_attribute a
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = a.attrelid AND e.objsubid = a.attnum
             WHERE a.attrelid = ANY (these.relations) AND NOT a.attisdropped AND (a.attnum > 0 OR a.attacl IS NOT NULL)
            """;

    /** The clones of a foreign key that stand for partitions of the table that it refers to come and go with those. */
    static final String CONSTRAINTS = """
            SELECT ROW('constraint', k.conrelid::regclass, k.conname, k.contype, pg_get_constraintdef(k.oid),
                       k.convalidated, {0}, k.connoinherit, k.conparentid <> 0, k.conislocal, k.coninhcount,
                       e.description)::text
              FROM pg_constraint k
              LEFT JOIN pg_constraint p ON p.oid = k.conparentid
              LEFT JOIN pg_description e ON e.classoid = 'pg_constraint'::regclass AND e.objoid = k.oid
             WHERE k.conrelid = ANY (these.tables) AND (p.oid IS NULL OR p.confrelid = k.confrelid)
            """;

    static final String INDEXES = """
            SELECT ROW('index', x.indrelid::regclass, x.indexrelid::regclass, pg_get_indexdef(x.indexrelid),
                       x.indisvalid, x.indisready, x.indislive, x.indisclustered, x.indisreplident, s.spcname,
                       (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = x.indexrelid),
                       ARRAY(SELECT ROW(a.attnum, a.attstattarget)
                               FROM pg_attribute a
                              WHERE a.attrelid = x.indexrelid AND a.attstattarget >= 0
                              ORDER BY a.attnum),
                       e.description)::text
              FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
              LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = x.indexrelid AND e.objsubid = 0
             WHERE x.indrelid = ANY (these.relations)
            """;

    /** PostgreSQL 14 marks the clones of user triggers as internal; those of foreign keys are internal everywhere. */
    static final String TRIGGERS = """
            SELECT ROW('trigger', t.tgrelid::regclass, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled,
                       t.tgparentid <> 0, e.description)::text
              FROM pg_trigger t
              LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint
              LEFT JOIN pg_description e ON e.classoid = 'pg_trigger'::regclass AND e.objoid = t.oid
             WHERE t.tgrelid = ANY (these.relations)
               AND (NOT t.tgisinternal OR t.tgparentid <> 0) AND (k.oid IS NULL OR k.contype = 't')
               AND NOT ({0})
            """;

    /** Those of other tables, too, that read one of these. */
    static final String POLICIES = """
            SELECT ROW('policy', p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive,
                       ARRAY(SELECT r.rolname FROM unnest(p.polroles) AS u(role) LEFT JOIN pg_roles r ON r.oid = u.role
                              ORDER BY 1),
                       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), e.description)::text
              FROM pg_policy p
              LEFT JOIN pg_description e ON e.classoid = 'pg_policy'::regclass AND e.objoid = p.oid
             WHERE p.polrelid = ANY (these.tables)
                OR p.oid IN (SELECT use.object FROM use WHERE use.class = 'pg_policy'::regclass)
            """;

    static final String RULES = """
            SELECT ROW('rule', r.ev_class::regclass, r.rulename, pg_get_ruledef(r.oid), r.ev_enabled, e.description)::text
              FROM pg_rewrite r
              LEFT JOIN pg_description e ON e.classoid = 'pg_rewrite'::regclass AND e.objoid = r.oid
             WHERE r.ev_class = ANY (these.relations) AND r.rulename <> '_RETURN'
            """;

    static final String STATISTICS = """
            SELECT ROW('statistics', s.stxrelid::regclass, pg_get_statisticsobjdef(s.oid), pg_get_userbyid(s.stxowner),
                       nullif(s.stxstattarget, -1), e.description)::text
              FROM pg_statistic_ext s
              LEFT JOIN pg_description e ON e.classoid = 'pg_statistic_ext'::regclass AND e.objoid = s.oid
             WHERE s.stxrelid = ANY (these.relations)
            """;

    private static final String PUBLISHED_WHOLE = """
            SELECT ROW('publication', b.pubname, b.pubviaroot, c.oid::regclass, 'all tables')::text
              FROM pg_publication b
              JOIN pg_class c ON c.oid = ANY (these.tables) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
             WHERE b.puballtables
             UNION ALL
            """;

    static final String PUBLISHED_BEFORE_15 = PUBLISHED_WHOLE + """
            SELECT ROW('publication', b.pubname, b.pubviaroot, r.prrelid::regclass, 'table')::text
              FROM pg_publication_rel r
              JOIN pg_publication b ON b.oid = r.prpubid
             WHERE r.prrelid = ANY (these.tables)
            """;

    static final String PUBLISHED = PUBLISHED_WHOLE + """
            SELECT ROW('publication', b.pubname, b.pubviaroot, r.prrelid::regclass, 'table', r.prattrs,
                       pg_get_expr(r.prqual, r.prrelid))::text
              FROM pg_publication_rel r
              JOIN pg_publication b ON b.oid = r.prpubid
             WHERE r.prrelid = ANY (these.tables)
             UNION ALL
            SELECT ROW('publication', b.pubname, b.pubviaroot, c.oid::regclass, 'schema')::text
              FROM pg_class c
              JOIN pg_publication_namespace s ON s.pnnspid = c.relnamespace
              JOIN pg_publication b ON b.oid = s.pnpubid
             WHERE c.oid = ANY (these.tables) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
            """;

    static final String LABELS = """
            SELECT ROW('label', l.objoid::regclass, l.objsubid, l.provider, l.label)::text
              FROM pg_seclabel l
             WHERE l.classoid = 'pg_class'::regclass AND l.objoid = ANY (these.relations)
            """;

    static final String SEQUENCES = """
            SELECT ROW('sequence', c.oid::regclass, use.used::regclass, use.number, use.kind,
                       format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                       pg_get_userbyid(c.relowner), c.relacl IS NULL, ARRAY(SELECT unnest(c.relacl)::text ORDER BY 1),
                       e.description)::text
              FROM use
              JOIN pg_class c ON c.oid = use.object AND c.relkind = 'S'
              JOIN pg_sequence s ON s.seqrelid = c.oid
              LEFT JOIN pg_description e ON e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid = 0
             WHERE use.class = 'pg_class'::regclass AND use.number > 0 AND use.kind IN ('a', 'i')
            """;

    static final String REFERENCES = """
            SELECT ROW('reference', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated,
                       e.description)::text
              FROM (SELECT DISTINCT use.object, use.used FROM use WHERE use.class = 'pg_constraint'::regclass) AS d
              JOIN pg_constraint k ON k.oid = d.object AND k.contype = 'f' AND k.confrelid = d.used
              LEFT JOIN pg_description e ON e.classoid = 'pg_constraint'::regclass AND e.objoid = k.oid
             WHERE k.conparentid = 0
            """;

    /** Functions whose body reads one of these, or that use a row type of them. */
    static final String FUNCTIONS = """
            SELECT ROW('function', p.oid::regprocedure, p.prorettype::regtype, p.prosrc,
                       CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_functiondef(p.oid) END)::text
              FROM pg_proc p
             WHERE p.oid = ANY (ARRAY(
                   SELECT use.object FROM use WHERE use.class = 'pg_proc'::regclass
                    UNION
                   SELECT d.objid
                     FROM pg_class c
                     JOIN pg_type t ON t.oid = c.reltype
                     JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)
                    WHERE c.oid = ANY (these.tables) AND d.classid = 'pg_proc'::regclass))
            """;

    private Facts() {}
}
