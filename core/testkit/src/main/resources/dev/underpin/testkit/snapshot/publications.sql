SELECT format('publication %I', pub.pubname) AS object, p.property, p.value
FROM pg_publication AS pub
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(pub.pubowner)::text),
    ('options', (to_jsonb(pub) - '{oid,pubname,pubowner}'::text[])::text)
) AS p (property, value)
