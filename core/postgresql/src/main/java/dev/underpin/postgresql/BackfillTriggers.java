package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.BackfillStatements.Filled;
import dev.underpin.spi.dialect.BackfillStatements.Source.Expression;
import dev.underpin.spi.dialect.BackfillStatements.Source.Parent;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * What keeps a filled column right while its table is written: triggers, and PL/pgSQL functions. These are the owner's and run as him, since who
 * writes need not be allowed what the values take; names in them are looked up where no writer can put anything.
 */
final class BackfillTriggers {

    private final Dialect dialect;

    BackfillTriggers(Dialect dialect) {
        this.dialect = dialect;
    }

    List<Sql> maintain(List<QualifiedName> tree, Filled filled, List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>(functions(filled.function(), body(filled), otherGrantees));
        for (Firing firing : Firing.ofTable(filled)) {
            statements.add(locking(tree, create(firing, filled.table(), filled, DSL::quotedName, QualifiedName::jooq)));
        }
        if (filled.source() instanceof Parent parent) {
            statements.addAll(functions(
                    filled.parentFunction(), new FollowedParent(dialect, filled, parent).following(), otherGrantees));
            for (Firing firing : Firing.ofParent(filled)) {
                statements.add(locking(
                        List.of(parent.table()),
                        create(firing, parent.table(), filled, DSL::quotedName, QualifiedName::jooq)));
            }
        }
        return statements;
    }

    /** The triggers, and when each of them fires. */
    private enum Firing {
        FILL,
        SETTLE,
        FOLLOW,
        FOLLOW_LATE;

        static List<Firing> ofTable(Filled filled) {
            return filled.source() instanceof Parent ? List.of(FILL, SETTLE) : List.of(FILL);
        }

        static List<Firing> ofParent(Filled filled) {
            return filled.source() instanceof Parent ? List.of(FOLLOW, FOLLOW_LATE) : List.of();
        }

        String trigger(Filled filled) {
            return switch (this) {
                case FILL -> filled.trigger();
                case SETTLE -> filled.settling();
                case FOLLOW -> filled.following();
                case FOLLOW_LATE -> filled.followingLate();
            };
        }

        QualifiedName function(Filled filled) {
            return this == FILL || this == SETTLE ? filled.function() : filled.parentFunction();
        }
    }

    /** As it is said to the server, or as the server prints it: that differs in the quotes alone. */
    private Sql create(
            Firing firing,
            QualifiedName table,
            Filled filled,
            Function<String, QueryPart> part,
            Function<QualifiedName, QueryPart> name) {
        QueryPart trigger = part.apply(firing.trigger(filled));
        QueryPart on = name.apply(table);
        QueryPart function = name.apply(firing.function(filled));
        QueryPart value = filled.source() instanceof Parent parent ? part.apply(parent.value()) : DSL.raw("");
        return switch (firing) {
            case FILL ->
                dialect.sql(
                        "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                        trigger, on, function);
            case SETTLE ->
                dialect.sql(
                        "CREATE CONSTRAINT TRIGGER {0} AFTER INSERT OR UPDATE ON {1} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((current_setting({2}::text, true) = 'yes'::text)) EXECUTE FUNCTION {3}()",
                        trigger, on, FollowedParent.derivedSetting(filled), function);
            case FOLLOW ->
                dialect.sql(
                        "CREATE TRIGGER {0} AFTER UPDATE ON {1} FOR EACH ROW WHEN (record_image_ne(ROW(old.{2}), ROW(new.{2}))) EXECUTE FUNCTION {3}()",
                        trigger, on, value, function);
            case FOLLOW_LATE ->
                dialect.sql(
                        "CREATE CONSTRAINT TRIGGER {0} AFTER UPDATE ON {1} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (record_image_ne(ROW(old.{2}), ROW(new.{2}))) EXECUTE FUNCTION {3}()",
                        trigger, on, value, function);
        };
    }

    private Trigger model(Firing firing, QualifiedName table, boolean inherited, Filled filled) {
        Sql definition = create(firing, table, filled, BackfillTriggers::plain, BackfillTriggers::plain);
        return new Trigger(
                firing.trigger(filled),
                definition.text(),
                firing.function(filled),
                "O",
                true,
                false,
                inherited,
                Optional.empty());
    }

    private List<Sql> functions(QualifiedName function, Sql body, List<String> otherGrantees) {
        return List.of(
                dialect.sql(
                        "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS {1}",
                        function, Clauses.dollarQuoted(dialect, body)),
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", function, Clauses.roles(otherGrantees)));
    }

    private static Sql locking(List<QualifiedName> tables, Sql statement) {
        return statement.locking(tables.stream()
                .map(table -> Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE))
                .toArray(Lock[]::new));
    }

    private Sql body(Filled filled) {
        return filled.source() instanceof Expression expression
                ? derived(filled, expression)
                : new FollowedParent(dialect, filled, (Parent) filled.source()).filling();
    }

    /**
     * A row whose expression fails is written nonetheless, without a value: what worked before goes on working. Of a row whose value cannot
     * be derived, none but NULL is known to be derived.
     */
    private Sql derived(Filled filled, Expression expression) {
        return dialect.sql("""

                #variable_conflict use_column
                DECLARE
                  derived {1};
                BEGIN
                  IF NEW.{0} IS NOT NULL THEN
                    IF TG_OP = 'INSERT' OR record_image_ne(ROW(NEW.{0}), ROW(OLD.{0})) THEN
                      RETURN NEW;
                    END IF;
                    BEGIN
                      derived := (SELECT {2} FROM (SELECT OLD.*) AS written);
                    EXCEPTION WHEN OTHERS THEN
                      RETURN NEW;
                    END;
                    IF record_image_ne(ROW(derived), ROW(OLD.{0})) THEN
                      RETURN NEW;
                    END IF;
                  END IF;
                  BEGIN
                    NEW.{0} := (SELECT {2} FROM (SELECT NEW.*) AS written);
                  EXCEPTION WHEN OTHERS THEN
                    NEW.{0} := NULL;
                  END;
                  RETURN NEW;
                END
                """, DSL.quotedName(filled.column()), DSL.raw(filled.type()), DSL.raw(expression.text()));
    }

    List<Sql> release(List<QualifiedName> tree, Filled filled) {
        List<Sql> statements = new ArrayList<>();
        Firing.ofTable(filled).forEach(firing -> statements.add(drop(firing.trigger(filled), tree)));
        statements.add(dialect.sql("DROP FUNCTION IF EXISTS {0}()", filled.function()));
        if (filled.source() instanceof Parent parent) {
            Firing.ofParent(filled)
                    .forEach(firing -> statements.add(drop(firing.trigger(filled), List.of(parent.table()))));
            statements.add(dialect.sql("DROP FUNCTION IF EXISTS {0}()", filled.parentFunction()));
        }
        return statements;
    }

    private Sql drop(String trigger, List<QualifiedName> tree) {
        return dialect.sql("DROP TRIGGER IF EXISTS {0} ON {1}", DSL.quotedName(trigger), tree.get(0))
                .locking(tree.stream()
                        .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                        .toArray(Lock[]::new));
    }

    List<Trigger> ofTable(QualifiedName table, boolean inherited, Filled filled) {
        return Firing.ofTable(filled).stream()
                .map(firing -> model(firing, table, inherited, filled))
                .toList();
    }

    List<Trigger> ofParent(Filled filled) {
        return filled.source() instanceof Parent parent
                ? Firing.ofParent(filled).stream()
                        .map(firing -> model(firing, parent.table(), false, filled))
                        .toList()
                : List.of();
    }

    static Optional<Constraint> constraint(Trigger trigger) {
        return trigger.definition().startsWith("CREATE CONSTRAINT TRIGGER ")
                ? Optional.of(Constraint.proven(
                                trigger.name(),
                                Constraint.Kind.TRIGGER,
                                "TRIGGER DEFERRABLE INITIALLY DEFERRED",
                                List.of(),
                                true)
                        .but(deferred -> deferred.deferrable(true)))
                : Optional.empty();
    }

    Sql idle(List<QualifiedName> tree, Filled filled) {
        List<Sql> wanted = new ArrayList<>();
        for (QualifiedName table : tree) {
            Firing.ofTable(filled).forEach(firing -> wanted.add(wanted(firing, table, filled)));
        }
        if (filled.source() instanceof Parent parent) {
            Firing.ofParent(filled).forEach(firing -> wanted.add(wanted(firing, parent.table(), filled)));
        }
        return dialect.sql("""
                SELECT concat(w.name, ' on ', w.relation), to_regclass(w.relation) IS NOT NULL AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass(w.relation) AND t.tgname = w.name)
                FROM (VALUES {0}) AS w (name, relation)
                WHERE NOT EXISTS (
                  SELECT FROM pg_trigger t
                  WHERE t.tgrelid = to_regclass(w.relation) AND t.tgname = w.name AND t.tgenabled IN ('O', 'A'))
                ORDER BY 1""", Clauses.list(dialect, wanted, one -> one));
    }

    private Sql wanted(Firing firing, QualifiedName table, Filled filled) {
        return dialect.sql("({0}, {1})", DSL.inline(firing.trigger(filled)), regclass(table));
    }

    /** As the server prints names: in quotes only where need be. */
    private static QueryPart plain(QualifiedName name) {
        return DSL.raw(name.toString());
    }

    private static QueryPart plain(String name) {
        return DSL.raw(new Identifier(name).toString());
    }

    private QueryPart regclass(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
