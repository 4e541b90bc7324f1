package dev.underpin.postgresql;

/** Which rights somebody lacks who wants to say a table's definition once more. */
final class RightsQuery {

    private RightsQuery() {}

    /**
     * {0}: the table as text that regclass reads. {1}: the role. What is written out again (policies, triggers, indexes, foreign
     * keys, the views on the table) names objects, so their schemas must be open; functions that run for each row must be
     * executable.
     */
    static final String LACKING_AROUND = """
            WITH t AS (SELECT CAST(CAST({0} AS regclass) AS oid) AS oid),
            written AS (
              SELECT CAST('pg_policy' AS regclass) AS class, p.oid FROM t JOIN pg_policy AS p ON p.polrelid = t.oid
              UNION ALL
              SELECT CAST('pg_trigger' AS regclass), g.oid FROM t JOIN pg_trigger AS g ON g.tgrelid = t.oid
              WHERE NOT g.tgisinternal
              UNION ALL
              SELECT CAST('pg_class' AS regclass), x.indexrelid FROM t JOIN pg_index AS x ON x.indrelid = t.oid
              UNION ALL
              SELECT CAST('pg_constraint' AS regclass), k.oid FROM t JOIN pg_constraint AS k ON k.conrelid = t.oid
              UNION ALL
              SELECT CAST('pg_rewrite' AS regclass), w.oid
              FROM t
              JOIN pg_depend AS d ON d.refclassid = CAST('pg_class' AS regclass) AND d.refobjid = t.oid
                AND d.classid = CAST('pg_rewrite' AS regclass)
              JOIN pg_rewrite AS w ON w.oid = d.objid AND w.ev_class <> t.oid),
            used AS (
              SELECT DISTINCT d.refclassid AS class, d.refobjid AS oid, d.classid AS by
              FROM written AS w JOIN pg_depend AS d ON d.classid = w.class AND d.objid = w.oid
              UNION
              SELECT d.refclassid, d.refobjid, d.classid
              FROM t
              JOIN pg_attrdef AS f ON f.adrelid = t.oid
              JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = f.adnum AND a.attgenerated <> ''
              JOIN pg_depend AS d ON d.classid = CAST('pg_attrdef' AS regclass) AND d.objid = f.oid)
            SELECT DISTINCT m.privilege, m.object
            FROM (
              SELECT 'EXECUTE' AS privilege, 'FUNCTION ' || CAST(CAST(p.oid AS regprocedure) AS text) AS object
              FROM used AS u JOIN pg_proc AS p ON p.oid = u.oid
              WHERE u.class = CAST('pg_proc' AS regclass)
                AND u.by NOT IN (CAST('pg_policy' AS regclass), CAST('pg_rewrite' AS regclass))
                AND NOT has_function_privilege({1}, p.oid, 'EXECUTE')
              UNION ALL
              SELECT 'USAGE', 'TYPE ' || format_type(a.atttypid, NULL)
              FROM t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE NOT has_type_privilege({1}, a.atttypid, 'USAGE')
              UNION ALL
              SELECT 'USAGE', 'SCHEMA ' || CAST(CAST(n.oid AS regnamespace) AS text)
              FROM used AS u
              LEFT JOIN pg_class AS c ON u.class = CAST('pg_class' AS regclass) AND c.oid = u.oid
              LEFT JOIN pg_proc AS p ON u.class = CAST('pg_proc' AS regclass) AND p.oid = u.oid
              LEFT JOIN pg_type AS y ON u.class = CAST('pg_type' AS regclass) AND y.oid = u.oid
              LEFT JOIN pg_operator AS o ON u.class = CAST('pg_operator' AS regclass) AND o.oid = u.oid
              JOIN pg_namespace AS n
                ON n.oid = coalesce(c.relnamespace, p.pronamespace, y.typnamespace, o.oprnamespace)
              WHERE NOT has_schema_privilege({1}, n.oid, 'USAGE')
              UNION ALL
              SELECT 'CREATE', 'TABLESPACE ' || quote_ident(s.spcname)
              FROM t
              JOIN pg_class AS c ON c.oid = t.oid OR c.oid IN (SELECT x.indexrelid FROM pg_index AS x WHERE x.indrelid = t.oid)
              JOIN pg_tablespace AS s ON s.oid = c.reltablespace
              WHERE NOT has_tablespace_privilege({1}, s.oid, 'CREATE')
              UNION ALL
              SELECT 'USAGE', 'LANGUAGE plpgsql' WHERE NOT has_language_privilege({1}, 'plpgsql', 'USAGE')
            ) AS m
            ORDER BY 1, 2
            """;
}
