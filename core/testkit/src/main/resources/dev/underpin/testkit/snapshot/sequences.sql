SELECT c.object, p.property, p.value
FROM pg_sequence AS s
JOIN relation AS c ON c.oid = s.seqrelid
CROSS JOIN LATERAL (VALUES
    ('type', s.seqtypid::regtype::text),
    ('start', s.seqstart::text),
    ('increment', s.seqincrement::text),
    ('minimum', s.seqmin::text),
    ('maximum', s.seqmax::text),
    ('cache', s.seqcache::text),
    ('cycle', s.seqcycle::text),
    ('owned by', (SELECT string_agg(format('%s.%I%s', d.refobjid::regclass, a.attname, CASE d.deptype WHEN 'i' THEN ' (identity)' ELSE '' END), ', ')
                  FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
) AS p (property, value)
