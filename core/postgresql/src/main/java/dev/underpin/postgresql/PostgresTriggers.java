package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.TriggerStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's triggers. */
public class PostgresTriggers implements TriggerStatements {

    private static final String STATE = """
            SELECT coalesce((
              SELECT concat_ws(' ', pg_get_triggerdef(t.oid), 'fires', t.tgenabled, quote_literal(obj_description(t.oid, 'pg_trigger')),
                (WITH RECURSIVE copies AS (
                   SELECT c.* FROM pg_trigger c WHERE c.tgparentid = t.oid
                   UNION ALL
                   SELECT c.* FROM copies p JOIN pg_trigger c ON c.tgparentid = p.oid)
                 SELECT string_agg(concat_ws(' ', c.tgrelid::regclass, c.tgenabled, quote_literal(obj_description(c.oid, 'pg_trigger'))), ', '
                                   ORDER BY c.tgrelid::regclass::text)
                 FROM copies c WHERE c.tgenabled <> t.tgenabled OR obj_description(c.oid, 'pg_trigger') IS NOT NULL))
              FROM pg_trigger t WHERE t.tgrelid = to_regclass({0}) AND t.tgname = {1}), '')""";

    /** What stands before the ending is told by us, but for the stand-in's schema. */
    private static final String ENDING = """
            SELECT e.text, e.text LIKE '%.*%'
            FROM (
              SELECT substr(pg_get_triggerdef(t.oid), length(format('%s ON %s.%I ', {2},
                       CASE WHEN current_setting('server_version_num')::int >= 150000 THEN 'pg_temp' ELSE quote_ident(n.nspname) END, c.relname)) + 1) AS text
              FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE t.tgrelid = to_regclass({0}) AND t.tgname = {1}) AS e""";

    private final Dialect dialect;

    public PostgresTriggers(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql create(List<QualifiedName> tables, NewTrigger trigger) {
        return locking(tables, LockMode.SHARE_ROW_EXCLUSIVE, created(tables.get(0), trigger));
    }

    @Override
    public Sql addToStandIn(QualifiedName standIn, NewTrigger trigger) {
        return created(standIn, trigger);
    }

    private Sql created(QualifiedName table, NewTrigger trigger) {
        Clauses clauses = new Clauses(dialect)
                .add(
                        "CREATE TRIGGER {0} {1} {2}",
                        DSL.quotedName(trigger.name()),
                        DSL.keyword(trigger.timing().name()),
                        Clauses.join(
                                dialect,
                                " OR ",
                                trigger.events().stream()
                                        .map(event -> event(event, trigger))
                                        .toList()))
                .add("ON {0}", table)
                .add(trigger.forEachRow() ? "FOR EACH ROW" : "FOR EACH STATEMENT");
        trigger.condition().ifPresent(words -> clauses.add("WHEN ({0})", Clauses.byPlan(words)));
        return Clauses.onPlanPath(
                clauses.add("EXECUTE FUNCTION {0}()", trigger.function()).finish());
    }

    private Sql event(Event event, NewTrigger trigger) {
        return event == Event.UPDATE && !trigger.columns().isEmpty()
                ? dialect.sql("UPDATE OF {0}", Clauses.identifiers(dialect, trigger.columns()))
                : dialect.sql("{0}", DSL.keyword(event.name()));
    }

    @Override
    public Sql drop(List<QualifiedName> tables, String trigger) {
        return locking(
                tables,
                LockMode.ACCESS_EXCLUSIVE,
                dialect.sql("DROP TRIGGER {0} ON {1}", DSL.quotedName(trigger), tables.get(0)));
    }

    private static Sql locking(List<QualifiedName> tables, LockMode mode, Sql statement) {
        return statement.locking(
                tables.stream().map(table -> Lock.on(table, mode)).toArray(Lock[]::new));
    }

    @Override
    public Sql comment(QualifiedName table, String trigger, String comment) {
        return dialect.sql("COMMENT ON TRIGGER {0} ON {1} IS {2}", DSL.quotedName(trigger), table, DSL.inline(comment))
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql forbidden(List<QualifiedName> tables, String role) {
        return dialect.sql("""
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN (VALUES {0}) AS t (schema, relation) ON n.nspname = t.schema AND c.relname = t.relation
                WHERE NOT has_table_privilege({1}::name, c.oid, 'TRIGGER') ORDER BY 1""", Clauses.rows(tables), DSL.inline(role));
    }

    @Override
    public Sql of(QualifiedName table, String trigger) {
        return dialect.sql(STATE, regclass(table), DSL.inline(trigger));
    }

    @Override
    public Sql ending(QualifiedName standIn, NewTrigger trigger) {
        return dialect.sql(ENDING, regclass(standIn), DSL.inline(trigger.name()), DSL.inline(beginning(trigger)));
    }

    @Override
    public Trigger model(QualifiedName table, boolean inherited, NewTrigger trigger, Ending ending) {
        return new Trigger(
                trigger.name(),
                beginning(trigger) + " ON " + table + " " + ending.text(),
                trigger.function(),
                "O",
                trigger.forEachRow(),
                false,
                inherited,
                inherited ? Optional.empty() : trigger.comment());
    }

    /** As the server prints it: in the order of its events, with quotes only where need be. */
    private static String beginning(NewTrigger trigger) {
        return "CREATE TRIGGER " + new Identifier(trigger.name()) + " " + trigger.timing() + " "
                + trigger.events().stream()
                        .map(event ->
                                event == Event.UPDATE && !trigger.columns().isEmpty()
                                        ? "UPDATE OF "
                                                + trigger.columns().stream()
                                                        .map(column -> new Identifier(column).toString())
                                                        .collect(Collectors.joining(", "))
                                        : event.name())
                        .collect(Collectors.joining(" OR "));
    }

    private QueryPart regclass(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
