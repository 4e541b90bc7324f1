SELECT format('foreign data wrapper %I', w.fdwname) AS object, p.property, p.value
FROM pg_foreign_data_wrapper AS w
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(w.fdwowner)::text),
    ('acl', coalesce(w.fdwacl, acldefault('F', w.fdwowner))::text),
    ('routines', format('%s, %s', w.fdwhandler::regproc, w.fdwvalidator::regproc)),
    ('options', w.fdwoptions::text)
) AS p (property, value)
UNION ALL
SELECT format('server %I', s.srvname), p.property, p.value
FROM pg_foreign_server AS s
JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(s.srvowner)::text),
    ('acl', coalesce(s.srvacl, acldefault('S', s.srvowner))::text),
    ('wrapper', w.fdwname::text),
    ('type', s.srvtype),
    ('version', s.srvversion),
    ('options', s.srvoptions::text)
) AS p (property, value)
UNION ALL
SELECT format('user mapping of %I on server %I', m.usename, m.srvname), 'options', coalesce(m.umoptions, '{}')::text
FROM pg_user_mappings AS m
