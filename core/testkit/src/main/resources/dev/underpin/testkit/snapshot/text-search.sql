SELECT format('text search configuration %I.%I', n.nspname, c.cfgname) AS object, p.property, p.value
FROM pg_ts_config AS c
JOIN namespace AS n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser AS parser ON parser.oid = c.cfgparser
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(c.cfgowner)::text),
    ('parser', format('%s.%I', parser.prsnamespace::regnamespace, parser.prsname)),
    ('mappings', (SELECT string_agg(format('%s: %s', m.maptokentype, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
                  FROM pg_ts_config_map AS m WHERE m.mapcfg = c.oid))
) AS p (property, value)
UNION ALL
SELECT format('text search dictionary %I.%I', n.nspname, d.dictname), p.property, p.value
FROM pg_ts_dict AS d
JOIN namespace AS n ON n.oid = d.dictnamespace
JOIN pg_ts_template AS t ON t.oid = d.dicttemplate
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(d.dictowner)::text),
    ('template', format('%s.%I', t.tmplnamespace::regnamespace, t.tmplname)),
    ('options', d.dictinitoption)
) AS p (property, value)
UNION ALL
SELECT format('text search parser %I.%I', n.nspname, s.prsname), 'routines', concat_ws(', ', s.prsstart, s.prstoken, s.prsend, s.prsheadline, s.prslextype)
FROM pg_ts_parser AS s JOIN namespace AS n ON n.oid = s.prsnamespace
UNION ALL
SELECT format('text search template %I.%I', n.nspname, t.tmplname), 'routines', concat_ws(', ', t.tmplinit, t.tmpllexize)
FROM pg_ts_template AS t JOIN namespace AS n ON n.oid = t.tmplnamespace
