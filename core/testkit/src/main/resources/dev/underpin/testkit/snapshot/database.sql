SELECT 'database' AS object, p.property, p.value
FROM pg_database AS d
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(d.datdba)::text),
    ('acl', coalesce(d.datacl, acldefault('d', d.datdba))::text),
    ('connection limit', d.datconnlimit::text),
    ('comment', shobj_description(d.oid, 'pg_database'))
) AS p (property, value)
WHERE d.datname = current_database()
UNION ALL
SELECT 'database', format('settings of %s', CASE s.setrole WHEN 0 THEN 'everybody' ELSE pg_get_userbyid(s.setrole)::text END), s.setconfig::text
FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase
WHERE d.datname = current_database()
