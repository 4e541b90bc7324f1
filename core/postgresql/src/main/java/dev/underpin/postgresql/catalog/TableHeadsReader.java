package dev.underpin.postgresql.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** What stands in a table's own rows of the system catalogs: the head, to which the aspects are joined. */
final class TableHeadsReader {

    private static final String HEADS = """
            WITH RECURSIVE tree(oid, depth) AS (
                SELECT c.oid, 0
                  FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = {0} AND c.relname = {1} AND c.relkind IN ('r', 'p', 'f')
                 UNION ALL
                SELECT i.inhrelid, tree.depth + 1
                  FROM tree
                  JOIN pg_inherits i ON i.inhparent = tree.oid
                  JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
                 WHERE {2})
            SELECT c.oid::int8 AS oid,
                   n.nspname::text AS schema,
                   c.relname::text AS name,
                   c.relkind::text AS kind,
                   pg_get_userbyid(c.relowner)::text AS owner,
                   c.relpersistence::text AS persistence,
                   s.spcname::text AS tablespace,
                   coalesce(m.amname::text, '') AS access_method,
                   coalesce(c.reloptions, '{}') AS options,
                   coalesce(o.reloptions, '{}') AS toast_options,
                   r.srvname::text AS foreign_server,
                   coalesce(f.ftoptions, '{}') AS foreign_options,
                   c.relrowsecurity AS row_security,
                   c.relforcerowsecurity AS row_security_forced,
                   c.relreplident::text AS replica_identity,
                   (SELECT i.relname::text
                      FROM pg_index x
                      JOIN pg_class i ON i.oid = x.indexrelid
                     WHERE x.indrelid = c.oid AND x.indisreplident) AS replica_index,
                   p.partstrat::text AS strategy,
                   pg_get_partkeydef(p.partrelid) AS partition_key,
                   CASE WHEN p.partexprs IS NULL
                        THEN ARRAY(SELECT a.attname::text
                                     FROM unnest(p.partattrs::int2[]) WITH ORDINALITY AS u(number, position)
                                     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number
                                    ORDER BY u.position)
                        ELSE '{}' END AS key_columns,
                   tn.nspname::text AS type_schema,
                   t.typname::text AS type_name,
                   (SELECT x.extname::text
                      FROM pg_depend d
                      JOIN pg_extension x ON x.oid = d.refobjid
                     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                       AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') AS extension,
                   e.description AS comment
              FROM tree
              JOIN pg_class c ON c.oid = tree.oid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
              LEFT JOIN pg_am m ON m.oid = c.relam
              LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
              LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
              LEFT JOIN pg_foreign_server r ON r.oid = f.ftserver
              LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
              LEFT JOIN pg_type t ON t.oid = c.reloftype
              LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid = 0
             ORDER BY tree.depth, n.nspname COLLATE "C", c.relname COLLATE "C"
            """;

    /** A table's head. */
    record Head(
            long oid,
            String schema,
            String name,
            String kind,
            String owner,
            String persistence,
            Optional<String> tablespace,
            String accessMethod,
            String[] options,
            String[] toastOptions,
            Optional<String> foreignServer,
            String[] foreignOptions,
            boolean rowSecurity,
            boolean rowSecurityForced,
            String replicaIdentity,
            Optional<String> replicaIndex,
            Optional<String> strategy,
            Optional<String> partitionKey,
            String[] keyColumns,
            Optional<String> typeSchema,
            Optional<String> typeName,
            Optional<String> extension,
            Optional<String> comment) {}

    private final Queries queries;

    TableHeadsReader(Queries queries) {
        this.queries = queries;
    }

    List<Head> table(QualifiedName name) {
        return read(name, false);
    }

    /** Parents before children. */
    List<Head> tree(QualifiedName root) {
        return read(root, true);
    }

    private List<Head> read(QualifiedName root, boolean partitionsToo) {
        return queries.rows(
                Head.class, HEADS, DSL.val(root.schema()), DSL.val(root.local()), DSL.condition(partitionsToo));
    }
}
