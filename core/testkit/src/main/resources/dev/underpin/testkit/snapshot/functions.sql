SELECT format('%s %s', CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, f.oid::regprocedure) AS object,
       p.property, p.value
FROM pg_proc AS f
JOIN namespace AS n ON n.oid = f.pronamespace
LEFT JOIN pg_aggregate AS g ON g.aggfnoid = f.oid
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(f.proowner)::text),
    ('acl', coalesce(f.proacl, acldefault('f', f.proowner))::text),
    ('definition', CASE WHEN f.prokind <> 'a' THEN pg_get_functiondef(f.oid) END),
    ('signature', CASE WHEN f.prokind = 'a' THEN format('(%s) returns %s', pg_get_function_arguments(f.oid), pg_get_function_result(f.oid)) END),
    ('parallel safety', f.proparallel::text),
    ('state types', CASE WHEN f.prokind = 'a' THEN format('%s, %s', format_type(g.aggtranstype, NULL), format_type(g.aggmtranstype, NULL)) END),
    ('sort operator', CASE WHEN g.aggsortop <> 0 THEN g.aggsortop::regoperator::text END),
    ('aggregation', (to_jsonb(g) - '{aggfnoid,aggtranstype,aggmtranstype,aggsortop}'::text[])::text)
) AS p (property, value)
