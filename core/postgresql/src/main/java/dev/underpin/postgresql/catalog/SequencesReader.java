package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.catalog.Sequence.OwnedBy;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Sequences, their positions aside. */
final class SequencesReader {

    private static final String SEQUENCES = """
            SELECT c.oid::int8 AS oid,
                   n.nspname::text AS schema,
                   c.relname::text AS name,
                   format_type(s.seqtypid, NULL) AS type,
                   s.seqstart AS start,
                   s.seqincrement AS increment,
                   s.seqmin AS min,
                   s.seqmax AS max,
                   s.seqcache AS cache,
                   s.seqcycle AS cycle,
                   pg_get_userbyid(c.relowner)::text AS owner,
                   e.description AS comment,
                   tn.nspname::text AS table_schema,
                   t.relname::text AS table_name,
                   a.attname::text AS column_name,
                   coalesce(d.deptype = 'i', false) AS identity
              FROM pg_sequence s
              JOIN pg_class c ON c.oid = s.seqrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_depend d
                     ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
              LEFT JOIN pg_class t ON t.oid = d.refobjid
              LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
              LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid = 0
             WHERE {0}
             ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """;

    private record Row(
            long oid,
            String schema,
            String name,
            String type,
            long start,
            long increment,
            long min,
            long max,
            long cache,
            boolean cycle,
            String owner,
            Optional<String> comment,
            Optional<String> tableSchema,
            Optional<String> tableName,
            Optional<String> columnName,
            boolean identity) {}

    private final Queries queries;

    SequencesReader(Queries queries) {
        this.queries = queries;
    }

    Optional<Sequence> read(QualifiedName name) {
        return sequences(DSL.condition(
                        "n.nspname = {0} AND c.relname = {1}", DSL.val(name.schema()), DSL.val(name.local())))
                .stream()
                .findFirst();
    }

    List<Sequence> ownedBy(QualifiedName table) {
        return sequences(
                DSL.condition("tn.nspname = {0} AND t.relname = {1}", DSL.val(table.schema()), DSL.val(table.local())));
    }

    private List<Sequence> sequences(Condition condition) {
        List<Row> rows = queries.rows(Row.class, SEQUENCES, condition);
        if (rows.isEmpty()) {
            return List.of();
        }
        GrantsReader.Grants grants =
                new GrantsReader(queries).read(rows.stream().map(Row::oid).toList());
        return rows.stream()
                .map(row -> new Sequence(
                        QualifiedName.of(row.schema(), row.name()),
                        row.type(),
                        row.start(),
                        row.increment(),
                        row.min(),
                        row.max(),
                        row.cache(),
                        row.cycle(),
                        row.owner(),
                        grants.on(row.oid()),
                        row.comment(),
                        row.columnName().map(column -> ownedBy(row, column)),
                        row.identity()))
                .toList();
    }

    private static OwnedBy ownedBy(Row row, String column) {
        return new OwnedBy(
                QualifiedName.of(
                        row.tableSchema().orElseThrow(), row.tableName().orElseThrow()),
                column);
    }
}
