SELECT format('policy %I on %s', pol.polname, pol.polrelid::regclass) AS object, p.property, p.value
FROM pg_policy AS pol
JOIN relation AS c ON c.oid = pol.polrelid
CROSS JOIN LATERAL (VALUES
    ('command', pol.polcmd::text),
    ('permissive', pol.polpermissive::text),
    ('roles', (SELECT string_agg(CASE r.oid WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(r.oid)) END, ', ' ORDER BY pg_get_userbyid(r.oid))
               FROM unnest(pol.polroles) AS r (oid))),
    ('using', pg_get_expr(pol.polqual, pol.polrelid)),
    ('with check', pg_get_expr(pol.polwithcheck, pol.polrelid))
) AS p (property, value)
