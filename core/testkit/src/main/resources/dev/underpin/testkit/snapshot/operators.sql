SELECT format('operator %s', o.oid::regoperator) AS object, p.property, p.value
FROM pg_operator AS o
JOIN namespace AS n ON n.oid = o.oprnamespace
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(o.oprowner)::text),
    ('definition', format('result %s, function %s, commutator %s, negator %s, merges %s, hashes %s, restrict %s, join %s', o.oprresult::regtype,
        o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprcanmerge, o.oprcanhash, o.oprrest, o.oprjoin))
) AS p (property, value)
UNION ALL
SELECT format('operator class %I.%I using %I', n.nspname, o.opcname, m.amname), p.property, p.value
FROM pg_opclass AS o
JOIN namespace AS n ON n.oid = o.opcnamespace
JOIN pg_am AS m ON m.oid = o.opcmethod
JOIN pg_opfamily AS family ON family.oid = o.opcfamily
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(o.opcowner)::text),
    ('definition', format('for %s, default %s, family %s.%I, stored as %s', o.opcintype::regtype, o.opcdefault, family.opfnamespace::regnamespace,
        family.opfname, format_type(nullif(o.opckeytype, 0), NULL)))
) AS p (property, value)
UNION ALL
SELECT format('operator family %I.%I using %I', n.nspname, family.opfname, m.amname), p.property, p.value
FROM pg_opfamily AS family
JOIN namespace AS n ON n.oid = family.opfnamespace
JOIN pg_am AS m ON m.oid = family.opfmethod
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(family.opfowner)::text),
    ('operators', (SELECT string_agg(format('%s %s %s', a.amopstrategy, a.amopopr::regoperator, a.amoppurpose), ', '
                                     ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
                   FROM pg_amop AS a WHERE a.amopfamily = family.oid)),
    ('functions', (SELECT string_agg(format('%s %s (%s, %s)', a.amprocnum, a.amproc, a.amproclefttype::regtype, a.amprocrighttype::regtype), ', '
                                     ORDER BY a.amprocnum, a.amproclefttype::regtype::text, a.amprocrighttype::regtype::text)
                   FROM pg_amproc AS a WHERE a.amprocfamily = family.oid))
) AS p (property, value)
UNION ALL
SELECT format('cast from %s to %s', c.castsource::regtype, c.casttarget::regtype), 'definition',
       format('function %s, context %s, method %s', c.castfunc::regprocedure, c.castcontext, c.castmethod)
FROM pg_cast AS c WHERE c.oid >= 16384
UNION ALL
SELECT format('collation %I.%I', n.nspname, c.collname), 'definition',
       (to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text || ' owner ' || pg_get_userbyid(c.collowner)
FROM pg_collation AS c JOIN namespace AS n ON n.oid = c.collnamespace
UNION ALL
SELECT format('conversion %I.%I', n.nspname, c.conname), 'definition',
       format('from %s to %s by %s, default %s, owner %s', pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc,
              c.condefault, pg_get_userbyid(c.conowner))
FROM pg_conversion AS c JOIN namespace AS n ON n.oid = c.connamespace
UNION ALL
SELECT format('access method %I', m.amname), 'definition', format('type %s by %s', m.amtype, m.amhandler)
FROM pg_am AS m WHERE m.oid >= 16384
