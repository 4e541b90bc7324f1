package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Triggers of tables and views. */
final class TriggersReader {

    /** PostgreSQL 14 marks the clones of user triggers as internal; those of foreign keys are internal everywhere. */
    private static final String TRIGGERS = """
            SELECT t.tgrelid::int8 AS relation,
                   t.tgname::text AS name,
                   pg_get_triggerdef(t.oid) AS definition,
                   n.nspname::text AS function_schema,
                   f.proname::text AS function_name,
                   t.tgenabled::text AS enabled,
                   t.tgtype & 1 = 1 AS for_each_row,
                   (t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL) AS transition_tables,
                   t.tgparentid <> 0 AS inherited,
                   e.description AS comment
              FROM pg_trigger t
              JOIN pg_proc f ON f.oid = t.tgfoid
              JOIN pg_namespace n ON n.oid = f.pronamespace
              LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint
              LEFT JOIN pg_description e ON e.classoid = 'pg_trigger'::regclass AND e.objoid = t.oid
             WHERE t.tgrelid = ANY ({0}::oid[])
               AND (NOT t.tgisinternal OR t.tgparentid <> 0)
               AND (k.oid IS NULL OR k.contype = 't')
             ORDER BY t.tgrelid, t.tgname COLLATE "C"
            """;

    private record Row(
            long relation,
            String name,
            String definition,
            String functionSchema,
            String functionName,
            String enabled,
            boolean forEachRow,
            boolean transitionTables,
            boolean inherited,
            Optional<String> comment) {}

    private final Queries queries;

    TriggersReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<Trigger>> read(Collection<Long> relations) {
        return queries.grouped(Row.class, Row::relation, TriggersReader::trigger, TRIGGERS, Queries.oids(relations));
    }

    private static Trigger trigger(Row row) {
        return new Trigger(
                row.name(),
                row.definition(),
                QualifiedName.of(row.functionSchema(), row.functionName()),
                row.enabled(),
                row.forEachRow(),
                row.transitionTables(),
                row.inherited(),
                row.comment());
    }
}
