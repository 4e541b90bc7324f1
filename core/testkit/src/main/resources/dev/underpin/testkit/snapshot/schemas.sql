SELECT format('schema %I', n.nspname) AS object, p.property, p.value
FROM namespace AS n
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(n.nspowner)::text),
    ('acl', coalesce(n.nspacl, acldefault('n', n.nspowner))::text)
) AS p (property, value)
