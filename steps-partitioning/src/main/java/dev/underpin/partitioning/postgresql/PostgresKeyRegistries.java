package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Registries by PL/pgSQL triggers. They fire after the row is stored: a row that moves between partitions is deleted and
 * inserted, in this order, and so keeps its key.
 */
public class PostgresKeyRegistries implements KeyRegistryStatements {

    private static final OwnTrigger.Timing COMING_AND_GOING =
            new OwnTrigger.Timing(false, true, true, false, true, false, false, true);

    private static final OwnTrigger.Timing CHANGED_KEY =
            new OwnTrigger.Timing(false, true, false, true, false, false, true, true);

    private final Dialect dialect;
    private final PostgresOwnTriggers triggers;

    public PostgresKeyRegistries(Dialect dialect) {
        this.dialect = dialect;
        this.triggers = new PostgresOwnTriggers(dialect);
    }

    @Override
    public List<Sql> create(KeyRegistry registry, List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>();
        statements.add(unseen(
                registry,
                dialect.sql(
                        "CREATE TABLE {0} ({1}, CONSTRAINT {2} PRIMARY KEY ({3}))",
                        registry.keys(),
                        Clauses.list(dialect, registry.key(), this::typed),
                        DSL.quotedName(registry.constraint()),
                        names(registry))));
        statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", registry.keys(), Clauses.roles(otherGrantees)));
        if (registry.entrusted().isEmpty()) {
            statements.add(unseen(registry, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", registry.keys())));
        }
        statements.addAll(trustee(registry).admit(List.of(registry.keys())));
        statements.add(function("CREATE", registry));
        statements.add(dialect.sql(
                "REVOKE ALL ON FUNCTION {0}() FROM {1}", registry.function(), Clauses.roles(otherGrantees)));
        return statements;
    }

    private Trustee trustee(KeyRegistry registry) {
        return new Trustee(dialect, registry.entrusted());
    }

    private Sql function(String create, KeyRegistry registry) {
        return trustee(registry)
                .owning(
                        registry.function(),
                        dialect.sql(
                                "{0} FUNCTION {1}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                                        + " SET search_path = pg_catalog, pg_temp AS {2}",
                                DSL.keyword(create),
                                registry.function(),
                                Clauses.dollarQuoted(dialect, body(registry))));
    }

    private Sql body(KeyRegistry registry) {
        return dialect.sql(
                """

                BEGIN
                  IF TG_OP <> 'INSERT' THEN
                    DELETE FROM {0} AS r WHERE {1};
                  END IF;
                  IF TG_OP <> 'DELETE' THEN
                    INSERT INTO {0} ({2}) VALUES ({3});
                  END IF;
                  RETURN NULL;
                END
                """,
                registry.keys(),
                Clauses.join(
                        dialect,
                        " AND ",
                        registry.key().stream().map(this::isOld).toList()),
                names(registry),
                each(registry, ", ", "NEW.{0}"));
    }

    @Override
    public Sql fill(KeyRegistry registry, QualifiedName table) {
        return trustee(registry)
                .as(dialect.sql(
                        "INSERT INTO {0} ({1}) SELECT {1} FROM ONLY {2} WHERE ctid >= {3} AND ctid < {4} ON CONFLICT DO NOTHING",
                        registry.keys(),
                        names(registry),
                        table,
                        new Dialect.Late("from", "tid"),
                        new Dialect.Late("to", "tid")));
    }

    @Override
    public List<Sql> guard(KeyRegistry registry, QualifiedName table) {
        List<Sql> statements = new ArrayList<>(triggers.arm(ofRows(registry, table), table, registry.rowTrigger()));
        statements.addAll(triggers.arm(ofKeys(registry, table), table, registry.keyTrigger()));
        return statements;
    }

    private Sql ofRows(KeyRegistry registry, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} AFTER INSERT OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                DSL.quotedName(registry.rowTrigger()), table, registry.function());
    }

    private Sql ofKeys(KeyRegistry registry, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} AFTER UPDATE ON {1} FOR EACH ROW"
                        + " WHEN (pg_catalog.record_image_ne(ROW({2}), ROW({3}))) EXECUTE FUNCTION {4}()",
                DSL.quotedName(registry.keyTrigger()),
                table,
                each(registry, ", ", "OLD.{0}"),
                each(registry, ", ", "NEW.{0}"),
                registry.function());
    }

    @Override
    public List<OwnTrigger> triggers(KeyRegistry registry, QualifiedName table) {
        return List.of(
                own(registry, table, registry.rowTrigger(), ofRows(registry, table), COMING_AND_GOING),
                own(registry, table, registry.keyTrigger(), ofKeys(registry, table), CHANGED_KEY));
    }

    private OwnTrigger own(
            KeyRegistry registry, QualifiedName table, String trigger, Sql create, OwnTrigger.Timing timing) {
        return new OwnTrigger(
                table,
                trigger,
                registry.function(),
                body(registry).text(),
                create,
                function("CREATE OR REPLACE", registry),
                timing);
    }

    @Override
    public List<Sql> release(KeyRegistry registry, QualifiedName table) {
        return List.of(triggers.drop(registry.rowTrigger(), table), triggers.drop(registry.keyTrigger(), table));
    }

    @Override
    public Sql unequal(KeyRegistry registry, QualifiedName table) {
        return trustee(registry)
                .as(dialect.sql(
                        "SELECT count(*) OVER () AS keys, u.* FROM ("
                                + "SELECT 'only in ' || {0} AS place, x.* FROM (SELECT {2} FROM {3} EXCEPT ALL SELECT {2} FROM {4}) AS x"
                                + " UNION ALL SELECT 'only in ' || {1}, x.* FROM"
                                + " (SELECT {2} FROM {4} EXCEPT ALL SELECT {2} FROM {3}) AS x) AS u LIMIT 20",
                        DSL.inline(table.toString()),
                        DSL.inline(registry.keys().toString()),
                        names(registry),
                        table,
                        registry.keys()));
    }

    /** Rows are locked, so that none of them goes before its key is there. */
    @Override
    public List<Sql> level(KeyRegistry registry, QualifiedName table) {
        Sql same = Clauses.join(
                dialect,
                " AND ",
                registry.key().stream()
                        .map(column -> dialect.sql(
                                "r.{0} {1} t.{0}", DSL.quotedName(column.name()), DSL.raw(column.equality())))
                        .toList());
        return trustee(registry)
                .as(List.of(
                        dialect.sql(
                                "DELETE FROM {0} AS r WHERE NOT EXISTS (SELECT FROM {1} AS t WHERE {2})",
                                registry.keys(), table, same),
                        dialect.sql(
                                "INSERT INTO {0} ({1}) SELECT {1} FROM {2} AS t WHERE NOT EXISTS (SELECT FROM {0} AS r WHERE {3})"
                                        + " FOR KEY SHARE OF t ON CONFLICT DO NOTHING",
                                registry.keys(), names(registry), table, same)));
    }

    @Override
    public List<Sql> drop(KeyRegistry registry) {
        return List.of(
                dialect.sql("DROP FUNCTION IF EXISTS {0}()", registry.function()),
                unseen(registry, dialect.sql("DROP TABLE IF EXISTS {0}", registry.keys())));
    }

    private Sql typed(KeyColumn column) {
        Sql typed = dialect.sql("{0} {1}", DSL.quotedName(column.name()), DSL.raw(column.type()));
        return column.collation()
                .map(collation -> dialect.sql("{0} COLLATE {1}", typed, DSL.raw(collation)))
                .orElse(typed);
    }

    private Sql isOld(KeyColumn column) {
        return dialect.sql("r.{0} {1} OLD.{0}", DSL.quotedName(column.name()), DSL.raw(column.equality()));
    }

    private Sql names(KeyRegistry registry) {
        return each(registry, ", ", "{0}");
    }

    private Sql each(KeyRegistry registry, String between, String template) {
        return Clauses.join(
                dialect,
                between,
                registry.key().stream()
                        .map(column -> dialect.sql(template, DSL.quotedName(column.name())))
                        .toList());
    }

    private static Sql unseen(KeyRegistry registry, Sql statement) {
        return statement.locking(Lock.unseen(registry.keys(), LockMode.ACCESS_EXCLUSIVE));
    }
}
