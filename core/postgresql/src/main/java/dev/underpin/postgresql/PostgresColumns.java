package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.ColumnStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's columns. */
public class PostgresColumns implements ColumnStatements {

    private final Dialect dialect;

    public PostgresColumns(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql add(List<QualifiedName> tree, NewColumn column) {
        return locking(tree, added(tree.get(0), column));
    }

    @Override
    public Sql addToStandIn(QualifiedName standIn, NewColumn column) {
        return added(standIn, column);
    }

    private Sql added(QualifiedName table, NewColumn column) {
        Clauses clauses = new Clauses(dialect)
                .add(
                        "ALTER TABLE {0} ADD COLUMN {1} {2}",
                        table, DSL.quotedName(column.name()), Clauses.byPlan(column.type()));
        column.expression().ifPresent(words -> clauses.add("DEFAULT ({0})", Clauses.byPlan(words)));
        return Clauses.onPlanPath(clauses.addIf(column.notNull(), "NOT NULL").finish());
    }

    @Override
    public Sql drop(List<QualifiedName> tree, String column) {
        return locking(tree, dialect.sql("ALTER TABLE {0} DROP COLUMN {1}", tree.get(0), DSL.quotedName(column)));
    }

    private static Sql locking(List<QualifiedName> tree, Sql statement) {
        return statement.locking(tree.stream()
                .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                .toArray(Lock[]::new));
    }

    @Override
    public Sql comment(QualifiedName table, String column, Optional<String> comment) {
        QueryPart text = comment.<QueryPart>map(DSL::inline).orElse(DSL.raw("NULL"));
        return dialect.sql("COMMENT ON COLUMN {0}.{1} IS {2}", table, DSL.quotedName(column), text)
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql of(QualifiedName table, String column) {
        return dialect.sql("""
                SELECT coalesce((
                  SELECT concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attcollation <> 0 THEN 'collate ' || a.attcollation::regcollation END,
                           'default ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attgenerated, ''), nullif(a.attidentity, ''), a.attstorage,
                           (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(a.attacl) AS x), quote_literal(col_description(a.attrelid, a.attnum)))
                  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                  WHERE a.attrelid = to_regclass({0}) AND a.attname = {1} AND NOT a.attisdropped), '')""", DSL.inline(dialect.render(table.jooq())), DSL.inline(column));
    }

    @Override
    public Sql setDefault(List<QualifiedName> tree, String column, String expression) {
        return locking(
                tree,
                Clauses.onPlanPath(dialect.sql(
                        "ALTER TABLE {0} ALTER COLUMN {1} SET DEFAULT ({2})",
                        tree.get(0), DSL.quotedName(column), Clauses.byPlan(expression))));
    }

    @Override
    public Sql goingWith(QualifiedName table, String column, List<String> known) {
        return dialect.sql(
                """
                SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) AS object
                FROM pg_depend d
                JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.refclassid = 'pg_class'::regclass AND a.attname = {1} AND NOT a.attisdropped
                  AND a.attrelid IN (SELECT to_regclass({0}) UNION SELECT relid FROM pg_partition_tree(to_regclass({0})))
                  AND d.deptype IN ('a', 'i', 'n') AND d.classid <> 'pg_trigger'::regclass
                  AND NOT EXISTS (SELECT FROM pg_attrdef f WHERE d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid AND f.adnum = a.attnum)
                  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
                                    AND (k.contype = 'n' OR k.conname = ANY ({2})))
                ORDER BY 1""",
                DSL.inline(dialect.render(table.jooq())), DSL.inline(column), DSL.inline(known.toArray(String[]::new)));
    }

    @Override
    public Sql read(QualifiedName standIn, String column) {
        return dialect.sql(
                """
                SELECT format_type(a.atttypid, a.atttypmod),
                       coalesce(CASE WHEN a.attcollation NOT IN (0, t.typcollation)
                         THEN (SELECT format('%I.%I', n.nspname, l.collname) FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
                               WHERE l.oid = a.attcollation) END, ''),
                       coalesce(pg_get_expr(d.adbin, 0), ''),
                       d.adbin IS NOT NULL AND NOT a.atthasmissing OR EXISTS (
                         WITH RECURSIVE kinds AS (
                           SELECT t.oid, t.typtype, t.typbasetype, t.typnotnull
                           UNION ALL
                           SELECT b.oid, b.typtype, b.typbasetype, b.typnotnull FROM kinds JOIN pg_type b ON b.oid = kinds.typbasetype WHERE kinds.typtype = 'd')
                         SELECT FROM kinds WHERE kinds.typtype = 'd' AND (kinds.typnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = kinds.oid))),
                       (SELECT count(*) FROM pg_attribute o WHERE o.attrelid = a.attrelid AND o.attnum > 0 AND NOT o.attisdropped),
                       a.attgenerated = '' AND a.attidentity = '' AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype <> 'n'),
                       NOT a.attnotnull,
                       {2}, {3}
                FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = {0}::regclass AND a.attname = {1}""",
                DSL.inline(dialect.render(standIn.jooq())),
                DSL.inline(column),
                notNull("k.conname::text"),
                notNull("pg_get_constraintdef(k.oid)"));
    }

    private QueryPart notNull(String what) {
        return dialect.has(Capability.NAMED_NOT_NULL)
                ? DSL.sql(
                        "coalesce((SELECT " + what
                                + " FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]), '')")
                : DSL.inline("");
    }
}
