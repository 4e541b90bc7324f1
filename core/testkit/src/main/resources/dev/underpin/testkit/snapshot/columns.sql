SELECT format('%s column %I', c.object, a.attname) AS object, p.property, p.value
FROM relation AS c
JOIN LATERAL (
    SELECT a.*, row_number() OVER (ORDER BY a.attnum) AS place
    FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS a ON c.relkind NOT IN ('S', 'i', 'I')
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_type AS t ON t.oid = a.atttypid
CROSS JOIN LATERAL (VALUES
    ('place', a.place::text),
    ('type', format_type(a.atttypid, a.atttypmod)),
    ('collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END),
    ('not null', CASE WHEN a.attnotnull THEN 'true' END),
    ('default', pg_get_expr(d.adbin, d.adrelid)),
    ('identity', nullif(a.attidentity::text, '')),
    ('generated', nullif(a.attgenerated::text, '')),
    ('storage', a.attstorage::text),
    ('compression', nullif(a.attcompression::text, '')),
    ('statistics target', nullif(a.attstattarget, -1)::text),
    ('options', (SELECT array_agg(o ORDER BY o)::text FROM unnest(a.attoptions) AS o WHERE left(o, 3) <> 'pg_')),
    ('foreign options', a.attfdwoptions::text),
    ('acl', nullif(coalesce(a.attacl, '{}')::text, '{}')),
    ('local', a.attislocal::text),
    ('inherited from', nullif(a.attinhcount, 0)::text)
) AS p (property, value)
