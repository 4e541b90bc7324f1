SELECT format('default privileges of %I in %s', pg_get_userbyid(a.defaclrole), CASE WHEN n.oid IS NULL THEN 'every schema' ELSE format('schema %I', n.nspname) END) AS object,
       CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
           ELSE a.defaclobjtype::text END AS property,
       a.defaclacl::text AS value
FROM pg_default_acl AS a
LEFT JOIN pg_namespace AS n ON n.oid = a.defaclnamespace
WHERE n.nspname IS DISTINCT FROM 'underpin'
UNION ALL
-- What was granted on, or revoked from, the system's own objects.
SELECT format('system relation %s', c.oid::regclass), 'acl', c.relacl::text
FROM pg_class AS c
LEFT JOIN pg_init_privs AS i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND c.relacl IS DISTINCT FROM i.initprivs
UNION ALL
SELECT format('system relation %s column %I', a.attrelid::regclass, a.attname), 'acl', a.attacl::text
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
LEFT JOIN pg_init_privs AS i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = a.attnum
WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND a.attacl IS DISTINCT FROM i.initprivs
UNION ALL
SELECT format('system function %s', f.oid::regprocedure), 'acl', f.proacl::text
FROM pg_proc AS f
LEFT JOIN pg_init_privs AS i ON i.classoid = 'pg_proc'::regclass AND i.objoid = f.oid
WHERE f.pronamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND f.proacl IS DISTINCT FROM i.initprivs
UNION ALL
SELECT format('language %I', l.lanname), 'acl', l.lanacl::text
FROM pg_language AS l
LEFT JOIN pg_init_privs AS i ON i.classoid = 'pg_language'::regclass AND i.objoid = l.oid
WHERE l.lanacl IS DISTINCT FROM i.initprivs
