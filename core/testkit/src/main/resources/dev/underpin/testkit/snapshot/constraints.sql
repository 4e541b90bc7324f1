SELECT format('constraint %I on %s', con.conname,
              CASE WHEN con.conrelid <> 0 THEN con.conrelid::regclass::text ELSE 'domain ' || con.contypid::regtype END) AS object,
       p.property, p.value
FROM pg_constraint AS con
JOIN namespace AS n ON n.oid = con.connamespace
CROSS JOIN LATERAL (VALUES
    ('kind', con.contype::text),
    ('definition', pg_get_constraintdef(con.oid)),
    ('validated', con.convalidated::text),
    ('enforced', to_jsonb(con) ->> 'conenforced'),
    ('deferrable', CASE WHEN con.condeferrable THEN CASE WHEN con.condeferred THEN 'initially deferred' ELSE 'initially immediate' END END),
    ('no inherit', CASE WHEN con.connoinherit THEN 'true' END),
    ('local', con.conislocal::text),
    ('inherited from', nullif(con.coninhcount, 0)::text),
    ('part of', (SELECT format('%I on %s', parent.conname, parent.conrelid::regclass) FROM pg_constraint AS parent WHERE parent.oid = con.conparentid)),
    ('index', CASE WHEN con.conindid <> 0 THEN con.conindid::regclass::text END),
    ('enforced by', (SELECT string_agg(format('%s on %s: %s', g.tgfoid::regproc, g.tgrelid::regclass, g.tgenabled), ', '
                                       ORDER BY g.tgfoid::regproc::text, g.tgrelid::regclass::text, g.tgtype, g.tgenabled)
                     FROM pg_trigger AS g WHERE g.tgconstraint = con.oid AND g.tgisinternal))
) AS p (property, value)
