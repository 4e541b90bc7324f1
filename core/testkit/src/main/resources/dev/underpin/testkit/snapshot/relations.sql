SELECT c.object, p.property, p.value
FROM relation AS c
LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_tablespace AS tablespace ON tablespace.oid = c.reltablespace
LEFT JOIN pg_am AS method ON method.oid = c.relam
LEFT JOIN pg_foreign_table AS remote ON remote.ftrelid = c.oid
LEFT JOIN pg_foreign_server AS server ON server.oid = remote.ftserver
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(c.relowner)::text),
    ('acl', CASE WHEN c.relkind NOT IN ('i', 'I', 'c')
        THEN coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))::text END),
    ('persistence', c.relpersistence::text),
    ('options', c.reloptions::text),
    ('toast options', toast.reloptions::text),
    ('replica identity', CASE WHEN c.relkind IN ('r', 'p', 'm') THEN c.relreplident::text END),
    ('row security', CASE WHEN c.relrowsecurity THEN 'enabled' END),
    ('row security of the owner', CASE WHEN c.relforcerowsecurity THEN 'forced' END),
    ('tablespace', tablespace.spcname::text),
    ('access method', method.amname::text),
    ('partition key', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END),
    ('partition bound', pg_get_expr(c.relpartbound, c.oid)),
    ('parents', (SELECT string_agg(i.inhparent::regclass || CASE WHEN i.inhdetachpending THEN ' (detach pending)' ELSE '' END, ', ' ORDER BY i.inhseqno)
                 FROM pg_inherits AS i WHERE i.inhrelid = c.oid)),
    ('of type', CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END),
    ('definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END),
    ('populated', CASE WHEN c.relkind = 'm' THEN c.relispopulated::text END),
    ('foreign server', server.srvname::text),
    ('foreign options', remote.ftoptions::text)
) AS p (property, value)
