package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.dialect.BackfillStatements.Source.Expression;
import dev.underpin.spi.dialect.BackfillStatements.Source.Parent;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.ColumnStatements;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Backfills by UPDATE, and {@link BackfillTriggers} for what is written meanwhile. */
public class PostgresBackfills implements BackfillStatements {

    /** In milliseconds: half of the usual deadlock_timeout. */
    private static final int GIVE_WAY = 500;

    private static final int SHOWN = 5;

    /** A condition with the expression in it, and what the server prints around that. */
    private static final String CONDITION = "(num_nonnulls(";

    private static final String CONDITION_END = ") > 0)";

    private final Dialect dialect;
    private final BackfillTriggers triggers;

    public PostgresBackfills(Dialect dialect) {
        this.dialect = dialect;
        this.triggers = new BackfillTriggers(dialect);
    }

    @Override
    public List<Sql> understand(QualifiedName standIn, NewColumn column, String expression) {
        Sql words = Clauses.byPlan(expression);
        return List.of(
                Clauses.onPlanPath(dialect.sql("ALTER TABLE {0} ADD CHECK (num_nonnulls({1}) > 0)", standIn, words)),
                dialect.statements(ColumnStatements.class).addToStandIn(standIn, column),
                Clauses.onPlanPath(
                        dialect.sql("UPDATE {0} SET {1} = ({2})", standIn, DSL.quotedName(column.name()), words)));
    }

    @Override
    public Sql understood(QualifiedName standIn) {
        return dialect.sql(
                """
                SELECT substr(w.words, {1}, length(w.words) - {2}),
                       EXISTS (SELECT FROM unnest(w.conkey) AS n
                               WHERE n < 0 OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = {0}::regclass AND a.attgenerated <> '' AND n IN (0, a.attnum)))
                FROM (SELECT k.conkey, pg_get_expr(k.conbin, k.conrelid) AS words FROM pg_constraint k WHERE k.conrelid = {0}::regclass AND k.contype = 'c') AS w""",
                regclass(standIn),
                DSL.inline(CONDITION.length() + 1),
                DSL.inline(CONDITION.length() + CONDITION_END.length()));
    }

    @Override
    public Sql tried(QualifiedName table, String expression) {
        return dialect.sql("SELECT count({0}) FROM (SELECT * FROM {1} LIMIT 100) AS tried", DSL.raw(expression), table);
    }

    @Override
    public List<Sql> maintain(List<QualifiedName> tree, Filled filled, List<String> otherGrantees) {
        return triggers.maintain(tree, filled, otherGrantees);
    }

    @Override
    public List<Sql> release(List<QualifiedName> tree, Filled filled) {
        return triggers.release(tree, filled);
    }

    @Override
    public List<Trigger> ofTable(QualifiedName table, boolean inherited, Filled filled) {
        return triggers.ofTable(table, inherited, filled);
    }

    @Override
    public List<Trigger> ofParent(Filled filled) {
        return triggers.ofParent(filled);
    }

    @Override
    public Optional<Constraint> constraint(Trigger trigger) {
        return BackfillTriggers.constraint(trigger);
    }

    @Override
    public Sql idle(List<QualifiedName> tree, Filled filled) {
        return triggers.idle(tree, filled);
    }

    private Sql of(String row, List<String> columns) {
        return Clauses.ofRow(dialect, row, columns);
    }

    @Override
    public List<Sql> fill(QualifiedName table, Filled filled, boolean silent) {
        Sql filling = filling(table, filled, silent);
        if (!(filled.source() instanceof Parent parent)) {
            return List.of(filling);
        }
        FollowedParent followed = new FollowedParent(dialect, filled, parent);
        return List.of(silent ? followed.holdChanges() : followed.markBatch(), filling);
    }

    /** A value of a parent is given by the trigger, which sees that it still holds when the transaction ends. */
    private Sql filling(QualifiedName table, Filled filled, boolean silent) {
        Late from = new Late("from", "tid");
        Late to = new Late("to", "tid");
        if (filled.source() instanceof Expression expression) {
            return dialect.sql(
                    "UPDATE ONLY {0} SET {1} = {2} WHERE ctid >= {3} AND ctid < {4} AND {1} IS NULL AND num_nonnulls({2}) > 0",
                    table, DSL.quotedName(filled.column()), DSL.raw(expression.text()), from, to);
        }
        Parent parent = (Parent) filled.source();
        return dialect.sql(
                """
                WITH parents AS MATERIALIZED (
                  SELECT {0}, p.{1} AS "the value"
                  FROM {2} AS p
                  WHERE ({0}) IN (SELECT {3} FROM ONLY {4} AS c WHERE c.ctid >= {5} AND c.ctid < {6} AND c.{7} IS NULL))
                UPDATE ONLY {4} AS c SET {7} = {8}
                FROM parents AS p
                WHERE c.ctid >= {5} AND c.ctid < {6} AND c.{7} IS NULL AND ({0}) = ({3}) AND num_nonnulls(p."the value") > 0""",
                of("p", parent.key()),
                DSL.quotedName(parent.value()),
                parent.table(),
                of("c", parent.by()),
                table,
                from,
                to,
                DSL.quotedName(filled.column()),
                silent ? dialect.sql("p.\"the value\"") : dialect.sql("NULL"));
    }

    @Override
    public Sql missed(Filled filled, boolean all) {
        QueryPart column = DSL.quotedName(filled.column());
        Function<Sql, Sql> shown = rows -> dialect.sql(
                "SELECT count(*) OVER () AS rows, m.place::regclass::text AS \"table\", m.row::text AS ctid FROM ({0}) AS m LIMIT {1}",
                rows, DSL.inline(SHOWN));
        if (all) {
            return shown.apply(dialect.sql(
                    "SELECT tableoid AS place, ctid AS row FROM {0} WHERE {1} IS NULL", filled.table(), column));
        }
        if (filled.source() instanceof Expression expression) {
            return shown.apply(dialect.sql(
                    "SELECT tableoid AS place, ctid AS row FROM {0} WHERE {1} IS NULL AND num_nonnulls({2}) > 0",
                    filled.table(), column, DSL.raw(expression.text())));
        }
        Parent parent = (Parent) filled.source();
        return shown.apply(dialect.sql(
                "SELECT c.tableoid AS place, c.ctid AS row FROM {0} AS c JOIN {1} AS p ON ({2}) = ({3}) WHERE c.{4} IS NULL AND num_nonnulls(p.{5}) > 0",
                filled.table(),
                parent.table(),
                of("p", parent.key()),
                of("c", parent.by()),
                column,
                DSL.quotedName(parent.value())));
    }

    @Override
    public Sql firing(QualifiedName table) {
        return dialect.sql("""
                SELECT DISTINCT t.tgname::text, n.nspname = 'underpin' FROM pg_trigger t
                JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
                WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 16 = 16 AND t.tgattr::text = '' AND NOT starts_with(t.tgname, '~underpin_')
                  AND t.tgrelid IN (SELECT to_regclass({0}) UNION SELECT relid FROM pg_partition_tree(to_regclass({0})))
                ORDER BY 1""", regclass(table));
    }

    @Override
    public Sql silence() {
        return dialect.sql("SET LOCAL session_replication_role = replica");
    }

    @Override
    public Sql giveWay() {
        return dialect.sql("SET LOCAL lock_timeout = {0}", DSL.inline(GIVE_WAY));
    }

    @Override
    public Sql unidentified(QualifiedName table) {
        return dialect.sql("""
                SELECT DISTINCT c.oid::regclass::text
                FROM pg_class c
                WHERE c.relkind = 'r' AND c.oid IN (SELECT to_regclass({0}) UNION SELECT relid FROM pg_partition_tree(to_regclass({0})))
                  AND NOT (c.relreplident = 'f' OR EXISTS (
                    SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident)))
                  AND EXISTS (
                    SELECT FROM pg_publication p JOIN pg_publication_tables t ON t.pubname = p.pubname
                    JOIN pg_namespace n ON n.nspname = t.schemaname
                    JOIN pg_class r ON r.relnamespace = n.oid AND r.relname = t.tablename
                    WHERE p.pubupdate AND (r.oid = c.oid OR r.oid IN (SELECT relid FROM pg_partition_ancestors(c.oid))))
                ORDER BY 1""", regclass(table));
    }

    /** Of a row, the server makes a record of no type. */
    @Override
    public Sql incomparable(QualifiedName table, List<String> columns) {
        return dialect.sql(
                """
                WITH RECURSIVE types AS (
                  SELECT a.attname, a.atttypid AS type FROM pg_attribute a
                  WHERE a.attrelid = to_regclass({0}) AND a.attname IN ({1})
                  UNION
                  SELECT s.attname, t.typbasetype FROM types s JOIN pg_type t ON t.oid = s.type AND t.typtype = 'd')
                SELECT s.attname::text FROM types s JOIN pg_type t ON t.oid = s.type AND t.typtype = 'c' ORDER BY 1""", regclass(table), Clauses.list(dialect, columns, column -> dialect.sql("{0}", DSL.inline(column))));
    }

    private QueryPart regclass(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
