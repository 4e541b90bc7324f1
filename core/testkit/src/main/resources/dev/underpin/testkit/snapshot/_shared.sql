-- Stands before each query: the schemas of the user and the relations in them. Every query returns (object, property, value) and no oid.
WITH namespace AS (
    SELECT n.* FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'underpin') AND n.nspname !~ '^pg_(toast_)?temp_'
), relation AS (
    SELECT c.*,
           CASE c.relkind
               WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
               WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite type' WHEN 'i' THEN 'index'
               WHEN 'I' THEN 'partitioned index' ELSE 'relation of kind ' || c.relkind::text END || ' ' || c.oid::regclass AS object
    FROM pg_catalog.pg_class AS c JOIN namespace AS n ON n.oid = c.relnamespace
)
