package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's constraints. */
public class PostgresConstraints implements ConstraintStatements {

    private final Dialect dialect;

    public PostgresConstraints(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql addCheck(List<QualifiedName> tree, String constraint, String expression) {
        return exclusive(
                tree,
                Clauses.onPlanPath(dialect.sql(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2}) NOT VALID",
                        tree.get(0), DSL.quotedName(constraint), Clauses.byPlan(expression))));
    }

    @Override
    public Sql addPresence(List<QualifiedName> tree, String constraint, String column) {
        return exclusive(
                tree,
                dialect.sql(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2} IS NOT NULL) NOT VALID",
                        tree.get(0), DSL.quotedName(constraint), DSL.quotedName(column)));
    }

    @Override
    public Sql addForeignKey(QualifiedName table, String constraint, ForeignKey key) {
        Clauses clauses = new Clauses(dialect)
                .add(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} FOREIGN KEY ({2}) REFERENCES {3}",
                        table,
                        DSL.quotedName(constraint),
                        Clauses.identifiers(dialect, key.columns()),
                        key.references());
        if (!key.referencedColumns().isEmpty()) {
            clauses.add("({0})", Clauses.identifiers(dialect, key.referencedColumns()));
        }
        key.onDelete().ifPresent(action -> clauses.add("ON DELETE {0}", DSL.keyword(action)));
        return clauses.add("NOT VALID")
                .finish()
                .locking(key.references(), LockMode.SHARE_ROW_EXCLUSIVE)
                .locking(table, LockMode.SHARE_ROW_EXCLUSIVE);
    }

    @Override
    public Sql prove(QualifiedName table, String constraint, Optional<QualifiedName> referenced) {
        Sql statement = dialect.sql("ALTER TABLE {0} VALIDATE CONSTRAINT {1}", table, DSL.quotedName(constraint))
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
        return referenced
                .map(other -> statement.locking(other, LockMode.ROW_SHARE))
                .orElse(statement);
    }

    @Override
    public Sql setNotNull(List<QualifiedName> tree, String column) {
        return exclusive(
                tree,
                dialect.sql("ALTER TABLE {0} ALTER COLUMN {1} SET NOT NULL", tree.get(0), DSL.quotedName(column)));
    }

    @Override
    public Sql dropNotNull(List<QualifiedName> tree, String column) {
        return exclusive(
                tree,
                dialect.sql("ALTER TABLE {0} ALTER COLUMN {1} DROP NOT NULL", tree.get(0), DSL.quotedName(column)));
    }

    @Override
    public Sql drop(List<QualifiedName> locked, String constraint, boolean mayBeGone) {
        return exclusive(
                locked,
                dialect.sql(
                        mayBeGone
                                ? "ALTER TABLE {0} DROP CONSTRAINT IF EXISTS {1}"
                                : "ALTER TABLE {0} DROP CONSTRAINT {1}",
                        locked.get(0),
                        DSL.quotedName(constraint)));
    }

    private static Sql exclusive(List<QualifiedName> tables, Sql statement) {
        return statement.locking(tables.stream()
                .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                .toArray(Lock[]::new));
    }

    @Override
    public Sql of(QualifiedName table, String constraint) {
        return dialect.sql("""
                SELECT coalesce((
                  SELECT concat_ws(' ', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), quote_literal(obj_description(k.oid, 'pg_constraint')))
                  FROM pg_constraint k WHERE k.conrelid = to_regclass({0}) AND k.conname = {1}), '')""", regclass(table), DSL.inline(constraint));
    }

    @Override
    public Sql notNull(QualifiedName table, String column) {
        return dialect.sql("""
                SELECT coalesce((
                  SELECT CASE WHEN a.attnotnull THEN 'not null' ELSE 'nullable' END
                  FROM pg_attribute a WHERE a.attrelid = to_regclass({0}) AND a.attname = {1} AND NOT a.attisdropped), '')""", regclass(table), DSL.inline(column));
    }

    @Override
    public Sql named(String schema, String constraint) {
        return dialect.sql(
                "SELECT count(*) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
                        + " WHERE n.nspname = {0} AND k.conname = {1} AND k.conrelid <> 0",
                DSL.inline(schema), DSL.inline(constraint));
    }

    @Override
    public String definition(ForeignKey key) {
        return "FOREIGN KEY (" + printed(key.columns()) + ") REFERENCES " + key.references() + "("
                + printed(key.referencedColumns()) + ")"
                + key.onDelete()
                        .map(action -> " ON DELETE " + action.toUpperCase(Locale.ROOT))
                        .orElse("");
    }

    private static String printed(List<String> columns) {
        return columns.stream().map(column -> new Identifier(column).toString()).collect(Collectors.joining(", "));
    }

    @Override
    public Sql read(QualifiedName standIn, String constraint) {
        return dialect.sql("""
                SELECT regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), coalesce(a.attname::text, ''), coalesce((
                         SELECT format('OPERATOR(%I.%s)', h.nspname, o.oprname)
                         FROM pg_index x
                         JOIN pg_opclass c ON c.oid = x.indclass[u.position - 1]
                         JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3
                          AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
                         JOIN pg_operator o ON o.oid = m.amopopr
                         JOIN pg_namespace h ON h.oid = o.oprnamespace
                         WHERE x.indexrelid = k.conindid AND k.contype IN ('p', 'u')), '')
                FROM pg_constraint k
                LEFT JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(number, position) ON true
                LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                WHERE k.conrelid = to_regclass({0}) AND k.conname = {1}
                ORDER BY u.position""", regclass(standIn), DSL.inline(constraint));
    }

    private QueryPart regclass(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
