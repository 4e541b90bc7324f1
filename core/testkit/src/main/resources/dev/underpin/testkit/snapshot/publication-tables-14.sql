SELECT format('publication %I', pub.pubname) AS object, format('table %s', c.oid::regclass) AS property, '' AS value
FROM pg_publication_rel AS member
JOIN pg_publication AS pub ON pub.oid = member.prpubid
JOIN relation AS c ON c.oid = member.prrelid
