package dev.underpin.postgresql;

/** What PostgreSQL's catalog says of a table that copying its definition loses. */
final class PeculiarityQuery {

    private PeculiarityQuery() {}

    /** {0}: the table as text that regclass reads. */
    static final String SQL = """
            WITH t AS (SELECT CAST(CAST({0} AS regclass) AS oid) AS oid)
            SELECT p.kind, p.name, p.detail
            FROM (
              SELECT 'CHECK_OF_ROW' AS kind, CAST(k.conname AS text) AS name, CAST('' AS text) AS detail
              FROM t JOIN pg_constraint AS k ON k.conrelid = t.oid
              WHERE k.contype = 'c' AND 0 = ANY (k.conkey)
              UNION ALL
              SELECT 'INDEX_OF_ROW', i.relname, ''
              FROM t JOIN pg_index AS x ON x.indrelid = t.oid JOIN pg_class AS i ON i.oid = x.indexrelid
              WHERE concat(CAST(x.indexprs AS text), CAST(x.indpred AS text)) LIKE '%:varattno 0 %'
              UNION ALL
              SELECT 'OF_EXTENSION', pg_describe_object(d.classid, d.objid, 0), e.extname
              FROM t
              JOIN pg_depend AS d ON d.deptype = 'x' AND d.refclassid = CAST('pg_extension' AS regclass)
                AND (d.classid = CAST('pg_trigger' AS regclass)
                     AND d.objid IN (SELECT g.oid FROM pg_trigger AS g WHERE g.tgrelid = t.oid)
                  OR d.classid = CAST('pg_class' AS regclass)
                     AND d.objid IN (SELECT x.indexrelid FROM pg_index AS x WHERE x.indrelid = t.oid))
              JOIN pg_extension AS e ON e.oid = d.refobjid
              UNION ALL
              SELECT 'SEQUENCE_USER', pg_describe_object(u.classid, u.objid, u.objsubid), CAST(CAST(s.oid AS regclass) AS text)
              FROM t
              JOIN pg_depend AS o ON o.refclassid = CAST('pg_class' AS regclass) AND o.refobjid = t.oid
                AND o.classid = CAST('pg_class' AS regclass) AND o.deptype = 'i' AND o.refobjsubid > 0
              JOIN pg_class AS s ON s.oid = o.objid AND s.relkind = 'S'
              JOIN pg_depend AS u ON u.refclassid = CAST('pg_class' AS regclass) AND u.refobjid = s.oid AND u.deptype = 'n'
              UNION ALL
              SELECT 'SUBSCRIPTION', b.subname, ''
              FROM t JOIN pg_subscription_rel AS r ON r.srrelid = t.oid JOIN pg_subscription AS b ON b.oid = r.srsubid
              UNION ALL
              SELECT DISTINCT 'FOREIGN_KEY_OFF', CAST(k.conname AS text), ''
              FROM t
              JOIN pg_constraint AS k ON k.conrelid = t.oid AND k.contype = 'f'
              JOIN pg_trigger AS g ON g.tgconstraint = k.oid AND g.tgenabled <> 'O'
              UNION ALL
              SELECT 'SYSTEM_COLUMN_RIGHT', a.attname, ''
              FROM t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum < 0 AND a.attacl IS NOT NULL
            ) AS p
            ORDER BY 1, 2, 3
            """;
}
