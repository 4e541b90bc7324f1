package dev.underpin.dialect.postgresql;

import dev.underpin.spi.Lock;
import dev.underpin.spi.LockMode;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.Sync;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.dialect.KeyLog;
import dev.underpin.spi.dialect.KeyLog.KeyColumn;
import dev.underpin.spi.dialect.KeyLogVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** Key logs by PL/pgSQL triggers. */
final class PostgresKeyLogs implements KeyLogVocabulary {

    /** Counting stops here; a backlog beyond it is called "at least". */
    private static final long MOST_COUNTED = 1_000_000;

    private final Dialect dialect;

    PostgresKeyLogs(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Sql> create(KeyLog log, List<String> strangers) {
        List<Sql> statements = new ArrayList<>();
        for (QualifiedName table : List.of(log.entries(), log.parked())) {
            statements.add(unseen(
                    table,
                    dialect.sql(
                            "CREATE TABLE {0} (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {1})",
                            table, typedKey(log))));
            statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", table, Fragments.roles(strangers)));
            statements.add(unseen(table, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", table)));
        }
        statements.add(function(log));
        statements.add(
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", log.function(), Fragments.roles(strangers)));
        return statements;
    }

    /**
     * Runs as its owner, who alone can write the log; so names are looked up where no caller can put anything.
     */
    private Sql function(KeyLog log) {
        Sql body = dialect.sql("""

                BEGIN
                  IF TG_OP = 'TRUNCATE' THEN
                    RAISE EXCEPTION 'TRUNCATE of %.% is refused while its rows are kept equal to those of another table',
                      quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'object_in_use',
                        HINT = 'Use DELETE, or wait until the conversion is finalized or rolled back.';
                  END IF;
                  IF TG_OP <> 'INSERT' THEN
                    INSERT INTO {0} ({1}) VALUES ({2});
                  END IF;
                  IF TG_OP = 'INSERT' THEN
                    INSERT INTO {0} ({1}) VALUES ({3});
                  ELSIF TG_OP = 'UPDATE' THEN
                    IF ROW({2}) IS DISTINCT FROM ROW({3}) THEN
                      INSERT INTO {0} ({1}) VALUES ({3});
                    END IF;
                  END IF;
                  RETURN NULL;
                END
                """, log.entries(), keys(log), fields(log, "OLD"), fields(log, "NEW"));
        return dialect.sql(
                "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp AS {1}",
                log.function(), Fragments.dollarQuoted(dialect, body));
    }

    @Override
    public List<Sql> capture(KeyLog log, QualifiedName table) {
        Lock lock = Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE);
        Name trigger = DSL.quotedName(log.rowTrigger());
        return List.of(
                dialect.sql(
                                "CREATE TRIGGER {0} AFTER INSERT OR UPDATE OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                                trigger, table, log.function())
                        .locking(lock),
                always(table, log.rowTrigger()).locking(lock),
                guard(log, table),
                always(table, log.truncateTrigger()).locking(lock));
    }

    private Sql always(QualifiedName table, String trigger) {
        return dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table, DSL.quotedName(trigger));
    }

    @Override
    public Sql guard(KeyLog log, QualifiedName partition) {
        return dialect.sql(
                        "CREATE TRIGGER {0} BEFORE TRUNCATE ON {1} FOR EACH STATEMENT EXECUTE FUNCTION {2}()",
                        DSL.quotedName(log.truncateTrigger()), partition, log.function())
                .locking(partition, LockMode.SHARE_ROW_EXCLUSIVE);
    }

    @Override
    public Sql unguard(KeyLog log, QualifiedName partition) {
        return dropTrigger(log.truncateTrigger(), partition);
    }

    @Override
    public List<Sql> release(KeyLog log, QualifiedName table) {
        return List.of(dropTrigger(log.rowTrigger(), table), dropTrigger(log.truncateTrigger(), table));
    }

    private Sql dropTrigger(String trigger, QualifiedName table) {
        return dialect.sql("DROP TRIGGER IF EXISTS {0} ON {1}", DSL.quotedName(trigger), table)
                .locking(table, LockMode.ACCESS_EXCLUSIVE);
    }

    @Override
    public List<Sql> drop(KeyLog log) {
        return List.of(
                dialect.sql("DROP FUNCTION IF EXISTS {0}()", log.function()),
                unseen(log.entries(), dialect.sql("DROP TABLE IF EXISTS {0}", log.entries())),
                unseen(log.parked(), dialect.sql("DROP TABLE IF EXISTS {0}", log.parked())));
    }

    @Override
    public Sql pending(KeyLog log) {
        return dialect.sql(
                "SELECT count(*) FROM (SELECT FROM {0} LIMIT {1}) AS waiting", log.entries(), DSL.inline(MOST_COUNTED));
    }

    @Override
    public Sql parked(KeyLog log) {
        return dialect.sql(
                "SELECT DISTINCT {0} FROM {1} LIMIT 100",
                Clauses.list(
                        dialect,
                        log.key(),
                        column ->
                                dialect.sql("{0} AS {1}", keyName(log, column.name()), DSL.quotedName(column.name()))),
                log.parked());
    }

    @Override
    public Sql unlogged(KeyLog log, QualifiedName table, List<String> key, Sql condition) {
        List<String> all = log.key().stream().map(KeyColumn::name).toList();
        return dialect.sql(
                "SELECT {0} FROM ONLY {1} AS s WHERE {2} AND NOT EXISTS (SELECT FROM {3} AS k WHERE {4}) LIMIT 20",
                names(all, name -> DSL.quotedName("s", name)),
                table,
                condition,
                log.entries(),
                equal(log, "s", "k", key));
    }

    @Override
    public Sql unequal(KeyLog log, QualifiedName one, QualifiedName other, List<String> columns, List<String> key) {
        Sql keys = names(key, name -> keyName(log, name));
        return dialect.sql(
                "WITH waiting AS (SELECT {0} FROM {1} UNION SELECT {0} FROM {2}), one AS ({3}), other AS ({4})"
                        + " SELECT 'only in ' || {5} AS place, x.* FROM (SELECT * FROM one EXCEPT ALL SELECT * FROM other) AS x"
                        + " UNION ALL SELECT 'only in ' || {6}, x.* FROM"
                        + " (SELECT * FROM other EXCEPT ALL SELECT * FROM one) AS x LIMIT 20",
                keys,
                log.entries(),
                log.parked(),
                settled(log, one, columns, key),
                settled(log, other, columns, key),
                DSL.inline(one.toString()),
                DSL.inline(other.toString()));
    }

    /** Rows by key and digest: some types cannot be compared, and all can be written. */
    private Sql settled(KeyLog log, QualifiedName table, List<String> columns, List<String> key) {
        return dialect.sql(
                "SELECT {0}, md5(CAST(ROW({1}) AS text)) AS digest FROM {2} AS t"
                        + " WHERE NOT EXISTS (SELECT FROM waiting AS k WHERE {3})",
                names(key, name -> DSL.quotedName("t", name)),
                names(columns, name -> DSL.quotedName("t", name)),
                table,
                equal(log, "t", "k", key));
    }

    @Override
    public Sql extremes(KeyLog log, QualifiedName table, List<String> key, String column) {
        Name value = DSL.quotedName("s", column);
        return dialect.sql(
                "SELECT coalesce(CAST(floor(extract(epoch FROM min({0}))) AS bigint)::text, ''),"
                        + " coalesce(CAST(floor(extract(epoch FROM max({0}))) AS bigint)::text, '')"
                        + " FROM ONLY {1} AS s JOIN (SELECT DISTINCT {2} FROM {3}) AS l ON {4} WHERE isfinite({0})",
                value, table, names(key, name -> keyName(log, name)), log.entries(), equal(log, "s", "l", key));
    }

    @Override
    public Sync sync(KeyLog log, Replay replay) {
        return new Sync(
                replay.id(),
                replay.from(),
                replay.to(),
                List.of(dialect.sql(
                        "CREATE TEMPORARY TABLE IF NOT EXISTS {0} ({1}) ON COMMIT DELETE ROWS",
                        DSL.quotedName(log.entries().local()), typedKey(log))),
                pending(log),
                consume(log, new Late("n", "bigint")),
                replay(log, replay),
                replay.replanOn());
    }

    private List<Sql> replay(KeyLog log, Replay replay) {
        return List.of(
                planByKey(),
                unpark(log),
                removeStale(log, replay),
                addCurrent(log, replay),
                park(log, replay),
                forget(log));
    }

    @Override
    public List<Sql> once(KeyLog log, Replay replay, long most) {
        List<Sql> statements = new ArrayList<>();
        statements.add(consume(log, DSL.inline(most)));
        statements.addAll(replay(log, replay));
        return statements;
    }

    private Sql consume(KeyLog log, Object most) {
        return dialect.sql(
                "WITH taken AS (DELETE FROM {0} WHERE seq = ANY (ARRAY(SELECT seq FROM {0} ORDER BY seq LIMIT {1}"
                        + " FOR UPDATE SKIP LOCKED)) RETURNING {2}) INSERT INTO {3} ({2}) SELECT {2} FROM taken",
                log.entries(), most, keys(log), taken(log));
    }

    /** The planner knows nothing of the taken keys, and would rather read whole tables than look up a few rows. */
    private Sql planByKey() {
        return dialect.sql(
                "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),"
                        + " set_config('enable_seqscan', 'off', true)");
    }

    private Sql unpark(KeyLog log) {
        return dialect.sql(
                "WITH again AS (DELETE FROM {0} RETURNING {1}) INSERT INTO {2} ({1}) SELECT {1} FROM again",
                log.parked(), keys(log), taken(log));
    }

    private Sql removeStale(KeyLog log, Replay replay) {
        return dialect.sql(
                "DELETE FROM {0} AS t USING {1} AS k WHERE {2}",
                replay.to(), taken(log), equal(log, "t", "k", replay.stale()));
    }

    private Sql addCurrent(KeyLog log, Replay replay) {
        Sql required = replay.required().stream()
                .map(column -> dialect.sql(" AND {0} IS NOT NULL", DSL.quotedName("s", column)))
                .reduce(Sql.of(""), (left, right) -> dialect.sql("{0}{1}", left, right));
        return dialect.sql(
                "INSERT INTO {0} ({1}){2} SELECT {3} FROM {4} WHERE {5}{6} ON CONFLICT DO NOTHING",
                replay.to(),
                names(replay.columns(), DSL::quotedName),
                Sql.of(replay.overriding() ? " OVERRIDING SYSTEM VALUE" : ""),
                names(replay.columns(), column -> DSL.quotedName("s", column)),
                source(replay),
                isTaken(log, replay),
                required);
    }

    /** OFFSET 0 keeps the planner from joining whole tables first. */
    private Sql park(KeyLog log, Replay replay) {
        List<String> all = log.key().stream().map(KeyColumn::name).toList();
        return dialect.sql(
                "INSERT INTO {0} ({1}) SELECT {2} FROM {3} WHERE {4} AND NOT EXISTS"
                        + " (SELECT FROM {5} AS t WHERE {6} OFFSET 0)",
                log.parked(),
                keys(log),
                names(all, column -> DSL.quotedName("s", column)),
                source(replay),
                isTaken(log, replay),
                replay.to(),
                all(all, column -> dialect.sql("{0} = {1}", DSL.quotedName("t", column), DSL.quotedName("s", column))));
    }

    /** A drain runs several rounds in one transaction. */
    private Sql forget(KeyLog log) {
        return dialect.sql("DELETE FROM {0}", taken(log));
    }

    private Sql source(Replay replay) {
        return dialect.sql(replay.fromTree() ? "{0} AS s" : "ONLY {0} AS s", replay.from());
    }

    private Sql isTaken(KeyLog log, Replay replay) {
        return dialect.sql(
                "({0}) IN (SELECT {1} FROM {2})",
                names(replay.current(), column -> DSL.quotedName("s", column)),
                names(replay.current(), column -> keyName(log, column)),
                taken(log));
    }

    private Sql equal(KeyLog log, String row, String key, List<String> columns) {
        return all(
                columns,
                column -> dialect.sql(
                        "{0} = {1}", DSL.quotedName(row, column), DSL.quotedName(key, keyText(log, column))));
    }

    private Sql typedKey(KeyLog log) {
        return Clauses.list(dialect, log.key(), column -> {
            Sql typed = dialect.sql("{0} {1}", keyName(log, column.name()), DSL.raw(column.type()));
            return column.collation()
                    .map(collation -> dialect.sql("{0} COLLATE {1}", typed, DSL.raw(collation)))
                    .orElse(typed);
        });
    }

    private Sql fields(KeyLog log, String record) {
        return Clauses.list(dialect, log.key(), column -> dialect.sql(record + ".{0}", DSL.quotedName(column.name())));
    }

    private Sql keys(KeyLog log) {
        return Clauses.list(dialect, log.key(), column -> dialect.sql("{0}", keyName(log, column.name())));
    }

    private static Name keyName(KeyLog log, String column) {
        return DSL.quotedName(keyText(log, column));
    }

    private static String keyText(KeyLog log, String column) {
        return "k" + (log.key().stream().map(KeyColumn::name).toList().indexOf(column) + 1);
    }

    private Sql names(List<String> columns, Function<String, Name> name) {
        return Clauses.list(dialect, columns, column -> dialect.sql("{0}", name.apply(column)));
    }

    private Sql all(List<String> columns, Function<String, Sql> condition) {
        return Clauses.join(dialect, " AND ", columns.stream().map(condition).toList());
    }

    private Sql taken(KeyLog log) {
        return dialect.sql("pg_temp.{0}", DSL.quotedName(log.entries().local()));
    }

    private static Sql unseen(QualifiedName table, Sql statement) {
        return statement.locking(Lock.unseen(table, LockMode.ACCESS_EXCLUSIVE));
    }
}
