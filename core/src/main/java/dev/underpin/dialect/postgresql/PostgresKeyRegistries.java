package dev.underpin.dialect.postgresql;

import dev.underpin.spi.Lock;
import dev.underpin.spi.LockMode;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.KeyLog.KeyColumn;
import dev.underpin.spi.dialect.KeyRegistry;
import dev.underpin.spi.dialect.KeyRegistryVocabulary;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Registries by PL/pgSQL triggers. They fire after the row is stored: a row that moves between partitions is deleted and
 * inserted, in this order, and so keeps its key.
 */
final class PostgresKeyRegistries implements KeyRegistryVocabulary {

    private final Dialect dialect;

    PostgresKeyRegistries(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Sql> create(KeyRegistry registry, List<String> strangers) {
        Sql body = dialect.sql(
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
                each(registry, " AND ", "r.{0} = OLD.{0}"),
                names(registry),
                each(registry, ", ", "NEW.{0}"));
        return List.of(
                unseen(
                        registry,
                        dialect.sql(
                                "CREATE TABLE {0} ({1}, CONSTRAINT {2} PRIMARY KEY ({3}))",
                                registry.keys(),
                                Clauses.list(dialect, registry.key(), this::typed),
                                DSL.quotedName(registry.constraint()),
                                names(registry))),
                dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", registry.keys(), Fragments.roles(strangers)),
                unseen(registry, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", registry.keys())),
                dialect.sql(
                        "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                                + " SET search_path = pg_catalog, pg_temp AS {1}",
                        registry.function(), Fragments.dollarQuoted(dialect, body)),
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", registry.function(), Fragments.roles(strangers)));
    }

    @Override
    public Sql fill(KeyRegistry registry, QualifiedName table) {
        return dialect.sql(
                "INSERT INTO {0} ({1}) SELECT {1} FROM ONLY {2} WHERE ctid >= {3} AND ctid < {4} ON CONFLICT DO NOTHING",
                registry.keys(),
                names(registry),
                table,
                new Dialect.Late("from", "tid"),
                new Dialect.Late("to", "tid"));
    }

    @Override
    public List<Sql> guard(KeyRegistry registry, QualifiedName table) {
        Lock lock = Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE);
        return List.of(
                dialect.sql(
                                "CREATE TRIGGER {0} AFTER INSERT OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                                DSL.quotedName(registry.rowTrigger()), table, registry.function())
                        .locking(lock),
                always(table, registry.rowTrigger()).locking(lock),
                dialect.sql(
                                "CREATE TRIGGER {0} AFTER UPDATE ON {1} FOR EACH ROW WHEN ({2}) EXECUTE FUNCTION {3}()",
                                DSL.quotedName(registry.keyTrigger()),
                                table,
                                each(registry, " OR ", "OLD.{0} IS DISTINCT FROM NEW.{0}"),
                                registry.function())
                        .locking(lock),
                always(table, registry.keyTrigger()).locking(lock));
    }

    private Sql always(QualifiedName table, String trigger) {
        return dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table, DSL.quotedName(trigger));
    }

    @Override
    public List<Sql> release(KeyRegistry registry, QualifiedName table) {
        return List.of(dropTrigger(registry.rowTrigger(), table), dropTrigger(registry.keyTrigger(), table));
    }

    private Sql dropTrigger(String trigger, QualifiedName table) {
        return dialect.sql("DROP TRIGGER IF EXISTS {0} ON {1}", DSL.quotedName(trigger), table)
                .locking(table, LockMode.ACCESS_EXCLUSIVE);
    }

    @Override
    public Sql unequal(KeyRegistry registry, QualifiedName table) {
        return dialect.sql(
                "SELECT 'only in ' || {0} AS place, x.* FROM (SELECT {2} FROM {3} EXCEPT ALL SELECT {2} FROM {4}) AS x"
                        + " UNION ALL SELECT 'only in ' || {1}, x.* FROM"
                        + " (SELECT {2} FROM {4} EXCEPT ALL SELECT {2} FROM {3}) AS x LIMIT 20",
                DSL.inline(table.toString()),
                DSL.inline(registry.keys().toString()),
                names(registry),
                table,
                registry.keys());
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
