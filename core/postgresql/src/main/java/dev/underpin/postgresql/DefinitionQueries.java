package dev.underpin.postgresql;

import dev.underpin.postgresql.catalog.ColumnOptions;

/** What PostgreSQL's catalog says of a table's definition, one line for each part of it. */
final class DefinitionQueries {

    private DefinitionQueries() {}

    /**
     * What belongs to an index or a constraint of the table above goes by that one's name: its own the server chose, and chooses
     * anew when the one above is made again. A default reads no column, and is printed without the table: all columns would be
     * gone through for each. Names are texts from the first line on, or the server would cut those put together to the length of
     * one. {0}: the table as text that regclass reads. {1}: the tool's schema. {2}: what a publication's row filter is.
     */
    static final String LINES = """
            SELECT p.kind, p.name, p.definition
            FROM (SELECT CAST({0} AS regclass) AS oid) AS t
            CROSS JOIN LATERAL (
              SELECT 'table' AS kind, CAST('' AS text) AS name, format(
                  'kind=%s owner=%s persistence=%s method=%s options=%s toast=%s rls=%s forced=%s identity=%s tablespace=%s comment=%s rights=%s key=%s',
                  c.relkind, pg_get_userbyid(c.relowner), c.relpersistence,
                  (SELECT amname FROM pg_am WHERE oid = c.relam), c.reloptions,
                  (SELECT reloptions FROM pg_class WHERE oid = c.reltoastrelid),
                  c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
                  (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
                  obj_description(c.oid, 'pg_class'),
                  (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(c.relacl) AS a),
                  pg_get_partkeydef(c.oid)) AS definition
              FROM pg_class AS c WHERE c.oid = t.oid
              UNION ALL
              SELECT 'column', a.attname, format(
                  'type=%s collation=%s required=%s default=%s identity=%s generated=%s target=%s storage=%s compression=%s options=%s comment=%s rights=%s',
                  format_type(a.atttypid, a.atttypmod), CAST(CAST(a.attcollation AS regcollation) AS text),
                  a.attnotnull,
                  pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END), a.attidentity, a.attgenerated,
                  nullif(a.attstattarget, -1), a.attstorage, a.attcompression, """ + ColumnOptions.OF_USERS + """
                  ,
                  col_description(a.attrelid, a.attnum),
                  (SELECT string_agg(x::text, ' ' ORDER BY x::text) FROM unnest(a.attacl) AS x))
              FROM pg_attribute AS a
              LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL
              SELECT 'constraint',
                CASE WHEN m.oid IS NOT NULL THEN
                       concat_ws(' to ', 'part of ' || coalesce(r.conname, m.conname), CAST(nullif(k.confrelid, 0) AS regclass))
                     WHEN k.contype = 'n' AND (k.coninhcount > 0 OR k.conname ~ '_not_null[0-9]*$') THEN
                       'not null of ' || (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1])
                     ELSE k.conname END,
                format('%s comment=%s', pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'))
              FROM pg_constraint AS k
              LEFT JOIN pg_constraint AS m ON m.oid = k.conparentid
              LEFT JOIN pg_constraint AS r ON r.oid = m.conparentid
              WHERE k.conrelid = t.oid AND k.contype <> 't'
              UNION ALL
              SELECT 'index', coalesce('part of ' || m.relname, i.relname), format(
                  '%s valid=%s clustered=%s identity=%s targets=%s tablespace=%s comment=%s',
                  CASE WHEN m.oid IS NULL THEN pg_get_indexdef(x.indexrelid)
                       ELSE replace(pg_get_indexdef(x.indexrelid), format(' INDEX %I ON ', i.relname), ' INDEX ON ') END,
                  x.indisvalid, x.indisclustered, x.indisreplident,
                  (SELECT string_agg(format('%s:%s', a.attnum, a.attstattarget), ' ' ORDER BY a.attnum)
                   FROM pg_attribute AS a WHERE a.attrelid = x.indexrelid AND a.attstattarget >= 0),
                  (SELECT spcname FROM pg_tablespace WHERE oid = i.reltablespace),
                  obj_description(x.indexrelid, 'pg_class'))
              FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
              LEFT JOIN pg_inherits AS h ON h.inhrelid = i.oid
              LEFT JOIN pg_class AS m ON m.oid = h.inhparent
              WHERE x.indrelid = t.oid
              UNION ALL
              SELECT 'trigger', g.tgname, format(
                  '%s enabled=%s comment=%s', pg_get_triggerdef(g.oid), g.tgenabled,
                  obj_description(g.oid, 'pg_trigger'))
              FROM pg_trigger AS g JOIN pg_proc AS f ON f.oid = g.tgfoid
              WHERE g.tgrelid = t.oid AND NOT g.tgisinternal
                AND f.pronamespace <> coalesce((SELECT oid FROM pg_namespace WHERE nspname = {1}), 0)
              UNION ALL
              SELECT 'policy', p.polname, format(
                  'command=%s permissive=%s roles=%s using=%s check=%s comment=%s', p.polcmd, p.polpermissive,
                  (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END, ' ' ORDER BY r)
                   FROM unnest(p.polroles) AS r),
                  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
                  obj_description(p.oid, 'pg_policy'))
              FROM pg_policy AS p WHERE p.polrelid = t.oid
              UNION ALL
              SELECT 'rule', w.rulename, format('%s enabled=%s', pg_get_ruledef(w.oid), w.ev_enabled)
              FROM pg_rewrite AS w WHERE w.ev_class = t.oid
              UNION ALL
              SELECT 'statistics', s.stxname, format(
                  '%s target=%s comment=%s', pg_get_statisticsobjdef(s.oid), nullif(s.stxstattarget, -1),
                  obj_description(s.oid, 'pg_statistic_ext'))
              FROM pg_statistic_ext AS s WHERE s.stxrelid = t.oid
              UNION ALL
              SELECT 'sequence', s.relname, format(
                  'column=%s type=%s start=%s increment=%s min=%s max=%s cache=%s cycle=%s owner=%s rights=%s comment=%s',
                  a.attname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
                  q.seqcycle, pg_get_userbyid(s.relowner),
                  (SELECT string_agg(x::text, ' ' ORDER BY x::text) FROM unnest(s.relacl) AS x),
                  obj_description(s.oid, 'pg_class'))
              FROM pg_depend AS d
              JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
              JOIN pg_sequence AS q ON q.seqrelid = s.oid
              JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
              WHERE d.classid = CAST('pg_class' AS regclass) AND d.refclassid = CAST('pg_class' AS regclass)
                AND d.refobjid = t.oid AND d.deptype IN ('a', 'i')
              UNION ALL
              SELECT 'publication', b.pubname, format('through=%s filter=%s', b.pubviaroot, {2})
              FROM pg_publication_rel AS r JOIN pg_publication AS b ON b.oid = r.prpubid WHERE r.prrelid = t.oid
              UNION ALL
              SELECT 'partition', CAST(CAST(h.inhrelid AS regclass) AS text), pg_get_expr(l.relpartbound, l.oid)
              FROM pg_inherits AS h JOIN pg_class AS l ON l.oid = h.inhrelid
              WHERE h.inhparent = t.oid AND l.relispartition
            ) AS p
            """;

    /** A partition that has come since is no difference. {0}: lines now. {1}: the store. {2}: the moment. */
    static final String DIFFERENCES = """
            SELECT kind, name, coalesce(was.definition, 'absent') AS was, coalesce(l.definition, 'absent') AS is
            FROM ({0}) AS l (kind, name, definition)
            FULL JOIN (SELECT w.kind, w.name, w.definition FROM {1} AS w WHERE w.moment = {2}) AS was
              USING (kind, name)
            WHERE was.definition IS DISTINCT FROM l.definition
              AND NOT (kind = 'partition' AND was.definition IS NULL)
              AND EXISTS (SELECT FROM {1} AS w WHERE w.moment = {2})
            ORDER BY kind, name
            """;

    /**
     * As which the parent's triggers came to each partition: others, if it was taken off and put back. {0}: the table as text that
     * regclass reads.
     */
    static final String ATTACHMENTS = """
            SELECT 'attachment', CAST(CAST(l.relid AS regclass) AS text),
              string_agg(CAST(g.oid AS text), ' ' ORDER BY g.oid), l.relid
            FROM pg_partition_tree(CAST({0} AS regclass)) AS l
            JOIN pg_trigger AS g ON g.tgrelid = l.relid AND g.tgparentid <> 0
            GROUP BY l.relid
            """;

    /** Of the partitions. {0}: the table as text that regclass reads. {1}: {@link #LINES} of {@code l.oid}. {2}: {@link #ATTACHMENTS}. */
    static final String PARTITION_LINES = """
            SELECT x.kind, concat_ws(' of ', nullif(x.name, ''), CAST(l.oid AS regclass)), x.definition, l.oid
            FROM (SELECT CAST(relid AS regclass) AS oid FROM pg_partition_tree(CAST({0} AS regclass)) WHERE level > 0) AS l
            CROSS JOIN LATERAL ({1}) AS x
            WHERE x.kind <> 'partition'
            UNION ALL
            {2}
            """;

    /** {0}: {@link #ATTACHMENTS}. {1}: the store. {2}: the moment. */
    static final String REATTACHED = """
            WITH x (kind, name, definition, oid) AS MATERIALIZED ({0})
            SELECT n.nspname, c.relname
            FROM x
            JOIN {1} AS w ON w.moment = {2} AND w.kind = x.kind AND w.name = x.name AND w.definition <> x.definition
            JOIN pg_class AS c ON c.oid = x.oid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            """;

    /**
     * Of partitions that were there. The server knows nothing of the store, and might put together all lines again for each line
     * of that. {0}: lines now. {1}: the store. {2}: the moment.
     */
    static final String PARTITION_DIFFERENCES = """
            WITH x (kind, name, definition, oid) AS MATERIALIZED ({0})
            SELECT kind, name, coalesce(was.definition, 'absent') AS was, coalesce(l.definition, 'absent') AS is
            FROM (SELECT x.* FROM x
                  WHERE EXISTS (SELECT FROM {1} AS w WHERE w.moment = {2} AND w.kind = 'table'
                                AND w.name = CAST(CAST(x.oid AS regclass) AS text))) AS l
            FULL JOIN (SELECT w.kind, w.name, w.definition FROM {1} AS w WHERE w.moment = {2}) AS was
              USING (kind, name)
            WHERE was.definition IS DISTINCT FROM l.definition AND kind <> 'attachment'
            ORDER BY name, kind
            """;

    /** Follows {@link #DEPENDS}. */
    static final String DIRECT_DEPENDENTS = """
            SELECT DISTINCT o.kind, coalesce(n.nspname, ''), coalesce(o.name, ''), o.detail
            FROM (
              SELECT CASE WHEN d.refclassid = CAST('pg_type' AS regclass) THEN 'ROW_TYPE'
                          WHEN w.rulename <> '_RETURN' THEN 'RULE'
                          WHEN v.relkind = 'v' THEN 'VIEW'
                          WHEN v.relkind = 'm' THEN 'MATERIALIZED_VIEW'
                          ELSE 'RULE' END AS kind,
                v.relnamespace AS namespace, CAST(v.relname AS text) AS name,
                CAST(CASE WHEN w.rulename = '_RETURN' THEN '' ELSE w.rulename END AS text) AS detail
              FROM depends AS d JOIN pg_rewrite AS w ON w.oid = d.objid JOIN pg_class AS v ON v.oid = w.ev_class
              WHERE d.classid = CAST('pg_rewrite' AS regclass) AND v.oid <> d.root
              UNION ALL
              SELECT CASE WHEN d.refclassid = CAST('pg_type' AS regclass) THEN 'ROW_TYPE' ELSE 'FUNCTION_BODY' END,
                p.pronamespace, p.proname, CAST(CAST(p.oid AS regprocedure) AS text)
              FROM depends AS d JOIN pg_proc AS p ON p.oid = d.objid
              WHERE d.classid = CAST('pg_proc' AS regclass)
              UNION ALL
              SELECT 'OTHER', c.relnamespace, c.relname, 'default of column ' || quote_ident(a.attname)
              FROM depends AS d JOIN pg_attrdef AS f ON f.oid = d.objid JOIN pg_class AS c ON c.oid = f.adrelid
              JOIN pg_attribute AS a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
              WHERE d.classid = CAST('pg_attrdef' AS regclass) AND d.refclassid = CAST('pg_class' AS regclass)
                AND (c.oid <> d.root OR a.attgenerated = '')
              UNION ALL
              SELECT 'POLICY', c.relnamespace, c.relname, p.polname
              FROM depends AS d JOIN pg_policy AS p ON p.oid = d.objid JOIN pg_class AS c ON c.oid = p.polrelid
              WHERE d.classid = CAST('pg_policy' AS regclass) AND c.oid <> d.root
              UNION ALL
              SELECT CASE WHEN k.contype = 'f' THEN 'INCOMING_FOREIGN_KEY' ELSE 'OTHER' END,
                c.relnamespace, c.relname, k.conname
              FROM depends AS d JOIN pg_constraint AS k ON k.oid = d.objid
              LEFT JOIN pg_class AS c ON c.oid = k.conrelid
              WHERE d.classid = CAST('pg_constraint' AS regclass) AND k.conrelid <> d.root AND k.conparentid = 0
              UNION ALL
              SELECT 'TRIGGER', c.relnamespace, c.relname, g.tgname
              FROM depends AS d JOIN pg_trigger AS g ON g.oid = d.objid JOIN pg_class AS c ON c.oid = g.tgrelid
              WHERE d.classid = CAST('pg_trigger' AS regclass) AND c.oid <> d.root AND NOT g.tgisinternal
              UNION ALL
              SELECT 'ROW_TYPE', c.relnamespace, c.relname, coalesce(a.attname, '')
              FROM depends AS d JOIN pg_class AS c ON c.oid = d.objid
              LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND a.attnum > 0
              WHERE d.classid = CAST('pg_class' AS regclass) AND d.refclassid = CAST('pg_type' AS regclass)
                AND c.oid <> d.root
              UNION ALL
              SELECT 'ROW_TYPE', NULL, NULL, pg_describe_object(d.classid, d.objid, d.objsubid)
              FROM depends AS d
              WHERE d.refclassid = CAST('pg_type' AS regclass)
                AND d.classid NOT IN (CAST('pg_rewrite' AS regclass), CAST('pg_proc' AS regclass),
                  CAST('pg_class' AS regclass), CAST('pg_policy' AS regclass), CAST('pg_constraint' AS regclass),
                  CAST('pg_trigger' AS regclass))
            ) AS o
            LEFT JOIN pg_namespace AS n ON n.oid = o.namespace
            ORDER BY 1, 2, 3, 4
            """;

    /** What refers to the table or its row type. {0}: the table as text that regclass reads. */
    static final String DEPENDS = """
            WITH depends AS (
              SELECT DISTINCT d.classid, d.objid, d.objsubid, d.refclassid, c.oid AS root
              FROM pg_class AS c
              JOIN pg_type AS y ON y.oid = c.reltype
              JOIN pg_depend AS d
                ON d.refclassid = CAST('pg_class' AS regclass) AND d.refobjid = c.oid
                OR d.refclassid = CAST('pg_type' AS regclass) AND d.refobjid IN (y.oid, y.typarray)
              WHERE c.oid = CAST({0} AS regclass) AND d.deptype = 'n')
            """;

    /** {0}: the table as text that regclass reads. */
    static final String VIEWS_NEEDING_KEY = """
            SELECT DISTINCT n.nspname, v.relname
            FROM pg_depend AS d
            JOIN pg_constraint AS k ON k.oid = d.refobjid
            JOIN pg_rewrite AS w ON w.oid = d.objid
            JOIN pg_class AS v ON v.oid = w.ev_class
            JOIN pg_namespace AS n ON n.oid = v.relnamespace
            WHERE d.classid = CAST('pg_rewrite' AS regclass) AND d.refclassid = CAST('pg_constraint' AS regclass)
              AND k.conrelid = CAST({0} AS regclass)
            ORDER BY 1, 2
            """;

    /** {0}: an array of tables as texts that regclass reads. */
    static final String STRANGERS = """
            SELECT CAST(c.oid AS regclass) AS relation,
              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS grantee,
              a.privilege_type AS privilege
            FROM unnest(CAST({0} AS regclass[])) AS r (oid)
            JOIN pg_class AS c ON c.oid = r.oid
            CROSS JOIN LATERAL aclexplode(c.relacl) AS a
            WHERE a.grantee <> c.relowner AND NOT pg_get_userbyid(a.grantee) = ANY (CAST({1} AS text[]))
            ORDER BY 1, 2, 3
            """;

    /** {0}: the table as text that regclass reads. */
    static final String PRIVILEGES = """
            SELECT o.name, CASE x.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END AS grantee,
              x.privilege, x.grantable, pg_get_userbyid(x.grantor) AS grantor
            FROM (SELECT 0 AS number, '' AS name, relacl AS acl FROM pg_class WHERE oid = CAST({0} AS regclass)
                  UNION ALL
                  SELECT attnum, attname, attacl FROM pg_attribute
                  WHERE attrelid = CAST({0} AS regclass) AND attnum > 0 AND NOT attisdropped) AS o
            CROSS JOIN LATERAL aclexplode(o.acl) WITH ORDINALITY AS x (grantor, grantee, privilege, grantable, position)
            ORDER BY o.number, x.position
            """;

    /** {0}: rows of schema and name. */
    static final String TAKEN = """
            SELECT w.schema, w.name FROM (VALUES {0}) AS w (schema, name)
            JOIN pg_namespace AS n ON n.nspname = w.schema
            WHERE EXISTS (SELECT FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relname = w.name)
              OR EXISTS (SELECT FROM pg_type AS t WHERE t.typnamespace = n.oid AND t.typname = w.name)
            ORDER BY 1, 2
            """;

    /** {0}: the table as text that regclass reads. {1}: rows of schema and name. */
    static final String STRAY = """
            SELECT w.schema, w.name FROM (VALUES {1}) AS w (schema, name)
            JOIN pg_namespace AS n ON n.nspname = w.schema
            JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name
            WHERE NOT EXISTS (SELECT FROM pg_inherits AS i
                              WHERE i.inhrelid = c.oid AND i.inhparent = to_regclass({0}))
            ORDER BY 1, 2
            """;

    /** As the server sizes its lock table, the little that it adds for safety left out. */
    static final String LOCKABLE = """
            SELECT CAST(current_setting('max_locks_per_transaction') AS bigint)
              * (SELECT sum(CAST(setting AS bigint)) FROM pg_settings
                 WHERE name IN ('max_connections', 'max_prepared_transactions', 'max_worker_processes',
                                'autovacuum_max_workers', 'max_wal_senders'))
            """;

    static final String PUBLICATION_OWNERS = "SELECT pubname, pg_get_userbyid(pubowner) FROM pg_publication ORDER BY 1";

    /** A prepared transaction has no process: it is known by its transaction's lock. {0}: the table as text that regclass reads. */
    static final String UNYIELDING = """
            SELECT DISTINCT format('prepared transaction %L of %s since %s', p.gid, p.owner, p.prepared) AS holder
            FROM pg_prepared_xacts AS p
            JOIN pg_locks AS t ON t.transactionid = p.transaction AND t.pid IS NULL
            JOIN pg_locks AS l ON l.virtualtransaction = t.virtualtransaction AND l.pid IS NULL
            WHERE p.database = current_database() AND l.relation = CAST({0} AS regclass)
            UNION ALL
            SELECT format('pid %s: %s', a.pid, a.query)
            FROM pg_stat_activity AS a JOIN pg_locks AS l ON l.pid = a.pid
            WHERE a.datname = current_database() AND a.query LIKE 'autovacuum:%(to prevent wraparound)'
              AND l.relation = CAST({0} AS regclass)
            """;

    /** {0}: rows of role, privilege, kind of object, schema, name. */
    static final String LACKING = """
            SELECT r.role, r.privilege, r.kind, r.schema,
                   CASE r.kind WHEN 'DATABASE' THEN current_database() ELSE r.name END AS name
            FROM (VALUES {0}) AS r (role, privilege, kind, schema, name)
            WHERE NOT CASE r.kind
              WHEN 'DATABASE' THEN has_database_privilege(r.role, current_database(), r.privilege)
              WHEN 'SCHEMA' THEN has_schema_privilege(r.role, r.name, r.privilege)
              ELSE coalesce((SELECT has_table_privilege(r.role, c.oid, r.privilege)
                             FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                             WHERE n.nspname = r.schema AND c.relname = r.name), true) END
            """;
}
