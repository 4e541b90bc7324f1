SELECT format('rule %I on %s', r.rulename, r.ev_class::regclass) AS object, p.property, p.value
FROM pg_rewrite AS r
JOIN relation AS c ON c.oid = r.ev_class
CROSS JOIN LATERAL (VALUES
    ('definition', CASE WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid) END),
    ('enabled', r.ev_enabled::text)
) AS p (property, value)
