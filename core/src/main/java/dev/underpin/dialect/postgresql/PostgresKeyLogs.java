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
import org.jooq.Name;
import org.jooq.impl.DSL;

/**
 * Key logs by PL/pgSQL triggers. The writers pay for every index and sequence of a log, so it has none: entries are found where
 * they lie, and their order does not matter.
 */
final class PostgresKeyLogs implements KeyLogVocabulary {

    /** Counting stops here; a backlog beyond it is called "at least". */
    private static final long MOST_COUNTED = 1_000_000;

    private final Dialect dialect;

    PostgresKeyLogs(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Sql> create(KeyLog log, List<String> strangers) {
        return create(log, strangers, "", logging(log));
    }

    @Override
    public List<Sql> createSynchronous(KeyLog log, Replay replay, List<String> strangers) {
        return create(log, strangers, " SET row_security = off", new KeyReplay(dialect, log, replay).atOnce());
    }

    private List<Sql> create(KeyLog log, List<String> strangers, String moreSettings, Sql action) {
        List<Sql> statements = new ArrayList<>();
        for (QualifiedName table : List.of(log.entries(), log.parked())) {
            statements.add(unseen(
                    table,
                    dialect.sql(
                            log.published()
                                    ? "CREATE TABLE {0} (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {1})"
                                    : "CREATE TABLE {0} ({1})",
                            table,
                            keys(log).typed())));
            statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", table, Fragments.roles(strangers)));
            statements.add(unseen(table, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", table)));
        }
        statements.add(function(log, moreSettings, action));
        statements.add(
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", log.function(), Fragments.roles(strangers)));
        return statements;
    }

    /**
     * Runs as its owner, who alone can write the log; so names are looked up where no caller can put anything.
     */
    private Sql function(KeyLog log, String moreSettings, Sql action) {
        Sql body = dialect.sql("""

                BEGIN
                  IF TG_OP = 'TRUNCATE' THEN
                    RAISE EXCEPTION 'TRUNCATE of %.% is refused while its rows are kept equal to those of another table',
                      quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'object_in_use',
                        HINT = 'Use DELETE, or wait until the conversion is finalized or rolled back.';
                  END IF;
                  {0}
                  RETURN NULL;
                END
                """, action);
        return dialect.sql(
                "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp{1} AS {2}",
                log.function(), Sql.of(moreSettings), Fragments.dollarQuoted(dialect, body));
    }

    private Sql logging(KeyLog log) {
        return dialect.sql(
                """
                IF TG_OP = 'UPDATE' THEN
                    IF ROW({2}) IS DISTINCT FROM ROW({3}) THEN
                      INSERT INTO {0} ({1}) VALUES ({2}), ({3});
                    ELSE
                      INSERT INTO {0} ({1}) VALUES ({2});
                    END IF;
                  ELSIF TG_OP = 'INSERT' THEN
                    INSERT INTO {0} ({1}) VALUES ({3});
                  ELSE
                    INSERT INTO {0} ({1}) VALUES ({2});
                  END IF;""",
                log.entries(),
                keys(log).all(),
                keys(log).fields("OLD"),
                keys(log).fields("NEW"));
    }

    @Override
    public List<Sql> capture(KeyLog log, QualifiedName table) {
        Lock lock = Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE);
        List<Sql> statements = new ArrayList<>();
        statements.add(dialect.sql(
                        "CREATE TRIGGER {0} AFTER INSERT OR UPDATE OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                        DSL.quotedName(log.rowTrigger()), table, log.function())
                .locking(lock));
        statements.add(always(table, log.rowTrigger()).locking(lock));
        statements.addAll(guard(log, table));
        return statements;
    }

    private Sql always(QualifiedName table, String trigger) {
        return dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table, DSL.quotedName(trigger));
    }

    @Override
    public List<Sql> guard(KeyLog log, QualifiedName table) {
        Lock lock = Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE);
        return List.of(
                dialect.sql(
                                "CREATE TRIGGER {0} BEFORE TRUNCATE ON {1} FOR EACH STATEMENT EXECUTE FUNCTION {2}()",
                                DSL.quotedName(log.truncateTrigger()), table, log.function())
                        .locking(lock),
                always(table, log.truncateTrigger()).locking(lock));
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
    public Sql removeLogged(KeyLog log, QualifiedName table, List<String> key) {
        return dialect.sql(
                "DELETE FROM {0} AS t USING (SELECT DISTINCT {1} FROM {2}) AS k WHERE {3}",
                table,
                keys(log).names(key, keys(log)::name),
                log.entries(),
                keys(log).equal("t", "k", key));
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
                        column -> dialect.sql(
                                "{0} AS {1}", keys(log).name(column.name()), DSL.quotedName(column.name()))),
                log.parked());
    }

    @Override
    public Sql unlogged(KeyLog log, QualifiedName table, List<String> key, Sql condition) {
        List<String> all = log.key().stream().map(KeyColumn::name).toList();
        return dialect.sql(
                "SELECT {0} FROM ONLY {1} AS s WHERE {2} AND NOT EXISTS (SELECT FROM {3} AS k WHERE {4}) LIMIT 20",
                keys(log).names(all, name -> DSL.quotedName("s", name)),
                table,
                condition,
                log.entries(),
                keys(log).equal("s", "k", key));
    }

    /**
     * Sums of digests are compared first, by the keys' remainder: rows are looked at only where these differ. The count that is
     * asked for before keeps the server from reading both tables a second time for nothing.
     */
    @Override
    public Sql unequal(
            KeyLog log, QualifiedName one, QualifiedName other, List<String> columns, List<String> key, Sql condition) {
        Sql compared = dialect.sql("{0} AND {1}", condition, settled(log, key));
        return dialect.sql(
                "WITH one AS ({0}), other AS ({1}), differing AS MATERIALIZED (SELECT part FROM one FULL JOIN other USING (part)"
                        + " WHERE one.sums IS DISTINCT FROM other.sums)"
                        + " SELECT 'only in ' || {2} AS place, x.* FROM ({4} EXCEPT ALL {5}) AS x"
                        + " UNION ALL SELECT 'only in ' || {3}, x.* FROM ({5} EXCEPT ALL {4}) AS x LIMIT 20",
                sums(log, one, columns, key, compared),
                sums(log, other, columns, key, compared),
                DSL.inline(one.toString()),
                DSL.inline(other.toString()),
                differing(log, one, columns, key, compared),
                differing(log, other, columns, key, compared));
    }

    /** Digests of rows as text: some types cannot be compared, and all can be written. */
    private Sql sums(KeyLog log, QualifiedName table, List<String> columns, List<String> key, Sql compared) {
        return dialect.sql(
                "SELECT d.part, ROW(count(*), sum(CAST(d.digest >> 32 AS integer)),"
                        + " sum(CAST((d.digest & 4294967295) - 2147483648 AS integer))) AS sums"
                        + " FROM (SELECT {0} AS part, hashtextextended(CAST(ROW({1}) AS text), 0) AS digest FROM {2} AS t"
                        + " WHERE {3} OFFSET 0) AS d GROUP BY d.part",
                part(log, key), keys(log).names(columns, name -> DSL.quotedName("t", name)), table, compared);
    }

    private Sql differing(KeyLog log, QualifiedName table, List<String> columns, List<String> key, Sql compared) {
        return dialect.sql(
                "SELECT {0}, md5(CAST(ROW({1}) AS text)) AS digest FROM {2} AS t WHERE (SELECT count(*) FROM differing) > 0"
                        + " AND {3} IN (SELECT part FROM differing) AND {4}",
                keys(log).names(key, name -> DSL.quotedName("t", name)),
                keys(log).names(columns, name -> DSL.quotedName("t", name)),
                table,
                part(log, key),
                compared);
    }

    private Sql part(KeyLog log, List<String> key) {
        return dialect.sql(
                "(hashtextextended(CAST(ROW({0}) AS text), 1) & 1023)",
                keys(log).names(key, name -> DSL.quotedName("t", name)));
    }

    private Sql settled(KeyLog log, List<String> key) {
        return dialect.sql(
                "NOT EXISTS (SELECT FROM {0} AS k WHERE {2}) AND NOT EXISTS (SELECT FROM {1} AS k WHERE {2})",
                log.entries(), log.parked(), keys(log).equal("t", "k", key));
    }

    @Override
    public Sql extremes(KeyLog log, QualifiedName table, List<String> key, String column, Sql condition) {
        Name value = DSL.quotedName("s", column);
        return dialect.sql(
                "SELECT coalesce(CAST(floor(extract(epoch FROM min({0}))) AS bigint)::text, ''),"
                        + " coalesce(CAST(floor(extract(epoch FROM max({0}))) AS bigint)::text, '')"
                        + " FROM (SELECT * FROM ONLY {1} WHERE {6}) AS s JOIN (SELECT {2} FROM {3} UNION SELECT {2} FROM {5})"
                        + " AS l ON {4} WHERE isfinite({0})",
                value,
                table,
                keys(log).names(key, name -> keys(log).name(name)),
                log.entries(),
                keys(log).equal("s", "l", key),
                log.parked(),
                condition);
    }

    @Override
    public Sync sync(KeyLog log, Replay replay) {
        KeyReplay statements = new KeyReplay(dialect, log, replay);
        return new Sync(
                replay.id(),
                replay.from(),
                replay.to(),
                List.of(statements.prepare()),
                pending(log),
                statements.consume(new Late("n", "bigint")),
                statements.replay(),
                replay.replanOn());
    }

    @Override
    public List<Sql> once(KeyLog log, Replay replay, long most) {
        KeyReplay statements = new KeyReplay(dialect, log, replay);
        List<Sql> all = new ArrayList<>();
        all.add(statements.consume(DSL.inline(most)));
        all.addAll(statements.replay());
        return all;
    }

    private LoggedKeys keys(KeyLog log) {
        return new LoggedKeys(dialect, log);
    }

    private static Sql unseen(QualifiedName table, Sql statement) {
        return statement.locking(Lock.unseen(table, LockMode.ACCESS_EXCLUSIVE));
    }
}
