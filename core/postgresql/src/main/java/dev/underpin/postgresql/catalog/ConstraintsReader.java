package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Constraint.Kind;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Constraints of tables. */
final class ConstraintsReader {

    /** Leaves out the clones of a foreign key that stand for the partitions of the table that it refers to. */
    private static final String CONSTRAINTS = """
            SELECT k.conrelid::int8 AS relation,
                   k.conname::text AS name,
                   k.contype::text AS kind,
                   pg_get_constraintdef(k.oid) AS definition,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
                           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                          ORDER BY u.position) AS columns,
                   ARRAY(SELECT format('OPERATOR(%I.%s)', h.nspname, o.oprname)
                           FROM pg_index x
                          CROSS JOIN unnest(x.indclass::oid[]) WITH ORDINALITY AS u(class, position)
                           JOIN pg_opclass c ON c.oid = u.class
                           JOIN pg_am b ON b.oid = c.opcmethod AND b.amname = 'btree'
                           JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3
                            AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
                           JOIN pg_operator o ON o.oid = m.amopopr
                           JOIN pg_namespace h ON h.oid = o.oprnamespace
                          WHERE x.indexrelid = k.conindid AND k.contype IN ('p', 'u')
                          ORDER BY u.position)
                 || ARRAY(SELECT format('OPERATOR(%I.%s)', h.nspname, o.oprname)
                            FROM unnest(k.conpfeqop) WITH ORDINALITY AS u(operator, position)
                            JOIN pg_operator o ON o.oid = u.operator
                            JOIN pg_namespace h ON h.oid = o.oprnamespace
                           ORDER BY u.position) AS equality,
                   rn.nspname::text AS referenced_schema,
                   r.relname::text AS referenced_table,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
                           JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
                          ORDER BY u.position) AS referenced_columns,
                   CASE WHEN k.contype IN ('p', 'u', 'x') THEN i.relname::text END AS index,
                   k.convalidated AS validated,
                   {1} AS enforced,
                   k.connoinherit AS no_inherit,
                   k.condeferrable AS deferrable,
                   (k.conparentid <> 0 OR k.coninhcount > 0) AS inherited,
                   e.description AS comment
              FROM pg_constraint k
              LEFT JOIN pg_constraint p ON p.oid = k.conparentid
              LEFT JOIN pg_class r ON r.oid = k.confrelid
              LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
              LEFT JOIN pg_class i ON i.oid = k.conindid
              LEFT JOIN pg_description e ON e.classoid = 'pg_constraint'::regclass AND e.objoid = k.oid
             WHERE k.conrelid = ANY ({0}::oid[]) AND (p.oid IS NULL OR p.confrelid = k.confrelid)
             ORDER BY k.conrelid, k.conname COLLATE "C"
            """;

    private record Row(
            long relation,
            String name,
            String kind,
            String definition,
            String[] columns,
            String[] equality,
            Optional<String> referencedSchema,
            Optional<String> referencedTable,
            String[] referencedColumns,
            Optional<String> index,
            boolean validated,
            boolean enforced,
            boolean noInherit,
            boolean deferrable,
            boolean inherited,
            Optional<String> comment) {}

    private final Queries queries;
    private final Condition enforced;

    ConstraintsReader(Queries queries, int major) {
        this.queries = queries;
        this.enforced = major >= 18 ? DSL.condition("k.conenforced") : DSL.trueCondition();
    }

    Map<Long, List<Constraint>> read(Collection<Long> relations) {
        return queries.grouped(
                Row.class,
                Row::relation,
                ConstraintsReader::constraint,
                CONSTRAINTS,
                Queries.oids(relations),
                enforced);
    }

    private static Constraint constraint(Row row) {
        return new Constraint(
                row.name(),
                kind(row.kind()),
                row.definition(),
                List.of(row.columns()),
                List.of(row.equality()),
                row.referencedTable()
                        .map(table -> QualifiedName.of(row.referencedSchema().orElseThrow(), table)),
                List.of(row.referencedColumns()),
                row.index(),
                row.validated(),
                row.enforced(),
                row.noInherit(),
                row.deferrable(),
                row.inherited(),
                row.comment());
    }

    private static Kind kind(String letter) {
        return switch (letter) {
            case "p" -> Kind.PRIMARY_KEY;
            case "u" -> Kind.UNIQUE;
            case "f" -> Kind.FOREIGN_KEY;
            case "c" -> Kind.CHECK;
            case "x" -> Kind.EXCLUSION;
            case "n" -> Kind.NOT_NULL;
            case "t" -> Kind.TRIGGER;
            default -> throw new IllegalStateException("contype " + letter);
        };
    }
}
