SELECT format('language %I', l.lanname) AS object, p.property, p.value
FROM pg_language AS l
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(l.lanowner)::text),
    ('definition', format('trusted %s, handler %s, inline %s, validator %s', l.lanpltrusted, l.lanplcallfoid::regproc, l.laninline::regproc,
        l.lanvalidator::regproc))
) AS p (property, value)
UNION ALL
SELECT format('transform for %s language %I', t.trftype::regtype, l.lanname), 'definition', format('from %s to %s', t.trffromsql, t.trftosql)
FROM pg_transform AS t JOIN pg_language AS l ON l.oid = t.trflang
UNION ALL
SELECT format('subscription %I', s.subname), p.property, p.value
FROM pg_subscription AS s
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(s.subowner)::text),
    ('enabled', s.subenabled::text),
    ('publications', s.subpublications::text),
    ('slot', s.subslotname::text),
    ('options', format('binary %s, stream %s, synchronous commit %s', s.subbinary, s.substream, s.subsynccommit))
) AS p (property, value)
WHERE s.subdbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
