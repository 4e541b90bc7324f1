SELECT format('index %s', i.indexrelid::regclass) AS object, p.property, p.value
FROM pg_index AS i
JOIN relation AS c ON c.oid = i.indexrelid
CROSS JOIN LATERAL (VALUES
    ('definition', pg_get_indexdef(i.indexrelid)),
    ('valid', i.indisvalid::text),
    ('ready', i.indisready::text),
    ('live', i.indislive::text),
    ('immediate', i.indimmediate::text),
    ('clustered on', CASE WHEN i.indisclustered THEN 'true' END),
    ('replica identity', CASE WHEN i.indisreplident THEN 'true' END),
    ('statistics targets', (SELECT string_agg(a.attnum || ': ' || a.attstattarget, ', ' ORDER BY a.attnum)
                            FROM pg_attribute AS a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0)),
    ('columns', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = i.indexrelid))
) AS p (property, value)
