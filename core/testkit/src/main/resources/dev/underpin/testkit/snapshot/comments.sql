SELECT identity.type || ' ' || identity.identity AS object, 'comment' AS property, d.description AS value
FROM pg_description AS d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS identity
CROSS JOIN LATERAL pg_identify_object_as_address(d.classoid, d.objoid, d.objsubid) AS address
WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass)
  AND identity.schema IS DISTINCT FROM 'underpin' AND address.object_names[1] IS DISTINCT FROM 'underpin'
