SELECT format('publication %I', pub.pubname) AS object, format('table %s', c.oid::regclass) AS property,
       concat_ws(' ',
           '(' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                   FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum = ANY (member.prattrs)) || ')',
           'WHERE ' || pg_get_expr(member.prqual, member.prrelid)) AS value
FROM pg_publication_rel AS member
JOIN pg_publication AS pub ON pub.oid = member.prpubid
JOIN relation AS c ON c.oid = member.prrelid
UNION ALL
SELECT format('publication %I', pub.pubname), format('schema %I', n.nspname), ''
FROM pg_publication_namespace AS member
JOIN pg_publication AS pub ON pub.oid = member.pnpubid
JOIN namespace AS n ON n.oid = member.pnnspid
