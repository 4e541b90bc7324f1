SELECT format('statistics %I.%I', n.nspname, s.stxname) AS object, p.property, p.value
FROM pg_statistic_ext AS s
JOIN namespace AS n ON n.oid = s.stxnamespace
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(s.stxowner)::text),
    ('definition', pg_get_statisticsobjdef(s.oid)),
    ('target', nullif(s.stxstattarget, -1)::text)
) AS p (property, value)
