SELECT format('trigger %I on %s', g.tgname, g.tgrelid::regclass) AS object, p.property, p.value
FROM pg_trigger AS g
JOIN relation AS c ON c.oid = g.tgrelid
CROSS JOIN LATERAL (VALUES
    ('definition', pg_get_triggerdef(g.oid)),
    ('enabled', g.tgenabled::text),
    ('part of', (SELECT format('%I on %s', parent.tgname, parent.tgrelid::regclass) FROM pg_trigger AS parent WHERE parent.oid = g.tgparentid))
) AS p (property, value)
WHERE NOT g.tgisinternal OR g.tgconstraint = 0
UNION ALL
SELECT format('event trigger %I', e.evtname), p.property, p.value
FROM pg_event_trigger AS e
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(e.evtowner)::text),
    ('event', e.evtevent::text),
    ('function', e.evtfoid::regprocedure::text),
    ('enabled', e.evtenabled::text),
    ('tags', e.evttags::text)
) AS p (property, value)
