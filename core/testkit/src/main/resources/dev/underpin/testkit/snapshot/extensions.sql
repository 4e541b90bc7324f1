SELECT format('extension %I', e.extname) AS object, p.property, p.value
FROM pg_extension AS e
CROSS JOIN LATERAL (VALUES
    ('version', e.extversion),
    ('schema', e.extnamespace::regnamespace::text),
    ('owner', pg_get_userbyid(e.extowner)::text),
    ('configuration tables', (SELECT string_agg(format('%s %s', config.relation::regclass, config.condition), ', ' ORDER BY config.place)
        FROM unnest(e.extconfig, e.extcondition) WITH ORDINALITY AS config (relation, condition, place))),
    ('members', (SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), E'\n' ORDER BY pg_describe_object(d.classid, d.objid, d.objsubid))
        FROM pg_depend AS d WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'))
) AS p (property, value)
UNION ALL
SELECT pg_describe_object(d.classid, d.objid, d.objsubid), 'depends on extension', quote_ident(e.extname)
FROM pg_depend AS d JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
WHERE d.deptype = 'x'
