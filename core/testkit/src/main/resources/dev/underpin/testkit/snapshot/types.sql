SELECT format('type %s', t.oid::regtype) AS object, p.property, p.value
FROM pg_type AS t
JOIN namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_range AS r ON r.rngtypid = t.oid
CROSS JOIN LATERAL (VALUES
    ('owner', pg_get_userbyid(t.typowner)::text),
    ('acl', coalesce(t.typacl, acldefault('T', t.typowner))::text),
    ('kind', t.typtype::text),
    ('labels', (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid)),
    ('base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END),
    ('not null', CASE WHEN t.typnotnull THEN 'true' END),
    ('default', t.typdefault),
    ('collation', CASE WHEN t.typcollation <> 0 THEN t.typcollation::regcollation::text END),
    ('range', CASE WHEN r.rngtypid IS NOT NULL THEN format('subtype %s, collation %s, operator class %s, canonical %s, difference %s, multirange %s',
        r.rngsubtype::regtype, r.rngcollation::regcollation, (SELECT o.opcname FROM pg_opclass AS o WHERE o.oid = r.rngsubopc),
        r.rngcanonical, r.rngsubdiff, r.rngmultitypid::regtype) END),
    ('storage', CASE WHEN t.typtype = 'b' THEN format('%s, length %s, by value %s, align %s', t.typstorage, t.typlen, t.typbyval, t.typalign) END),
    ('category', CASE WHEN t.typtype = 'b' THEN format('%s, preferred %s, delimiter %s', t.typcategory, t.typispreferred, t.typdelim) END),
    ('routines', CASE WHEN t.typtype = 'b' THEN concat_ws(', ', t.typinput::text, t.typoutput::text, t.typreceive::text, t.typsend::text,
        t.typmodin::text, t.typmodout::text, t.typanalyze::text, t.typsubscript::text) END)
) AS p (property, value)
WHERE (t.typrelid = 0 OR (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')
  AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = t.oid)
