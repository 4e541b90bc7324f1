package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.ComparedTables;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Name;
import org.jooq.impl.DSL;

/**
 * Key logs by PL/pgSQL triggers. The writers pay for every index and sequence of a log, so it has none: entries are found where
 * they lie, and their order does not matter.
 */
public class PostgresKeyLogs implements KeyLogStatements {

    /** Counting stops here; a backlog beyond it is called "at least". */
    private static final long MOST_COUNTED = 1_000_000;

    private static final OwnTrigger.Timing EVERY_ROW =
            new OwnTrigger.Timing(false, true, true, true, true, false, false, true);

    private static final OwnTrigger.Timing TRUNCATE =
            new OwnTrigger.Timing(true, false, false, false, false, true, false, false);

    private final Dialect dialect;
    private final PostgresOwnTriggers triggers;

    public PostgresKeyLogs(Dialect dialect) {
        this.dialect = dialect;
        this.triggers = new PostgresOwnTriggers(dialect);
    }

    @Override
    public String ownEquality() {
        return "OPERATOR(pg_catalog.=)";
    }

    /** A check that fails, and a partition that is missing, have one. */
    @Override
    public List<String> noPartition() {
        return List.of("23514");
    }

    @Override
    public List<Sql> create(KeyLog log, OnWrite onWrite, List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>();
        for (QualifiedName table : tables(log)) {
            statements.add(unseen(
                    table,
                    dialect.sql(
                            log.published()
                                    ? "CREATE TABLE {0} (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {1})"
                                    : "CREATE TABLE {0} ({1})",
                            table,
                            keys(log).typed())));
            statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", table, Clauses.roles(otherGrantees)));
            if (log.entrusted().isEmpty()) {
                statements.add(unseen(table, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", table)));
            }
        }
        statements.addAll(trustee(log).admit(tables(log)));
        statements.add(new LogFunction(dialect, log, onWrite).create());
        statements.add(
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", log.function(), Clauses.roles(otherGrantees)));
        return statements;
    }

    @Override
    public Sql redirect(KeyLog log, OnWrite onWrite) {
        return new LogFunction(dialect, log, onWrite).replace();
    }

    @Override
    public List<Sql> capture(KeyLog log, QualifiedName table) {
        List<Sql> statements = new ArrayList<>(triggers.arm(ofRows(log, table), table, log.rowTrigger()));
        statements.addAll(guard(log, table));
        return statements;
    }

    @Override
    public List<Sql> guard(KeyLog log, QualifiedName table) {
        return triggers.arm(ofTruncate(log, table), table, log.truncateTrigger());
    }

    private Sql ofRows(KeyLog log, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} AFTER INSERT OR UPDATE OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
                DSL.quotedName(log.rowTrigger()), table, log.function());
    }

    private Sql ofTruncate(KeyLog log, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} BEFORE TRUNCATE ON {1} FOR EACH STATEMENT EXECUTE FUNCTION {2}()",
                DSL.quotedName(log.truncateTrigger()), table, log.function());
    }

    @Override
    public List<OwnTrigger> triggers(KeyLog log, OnWrite onWrite, QualifiedName table) {
        return List.of(
                own(log, onWrite, table, log.rowTrigger(), ofRows(log, table), EVERY_ROW),
                own(log, onWrite, table, log.truncateTrigger(), ofTruncate(log, table), TRUNCATE));
    }

    @Override
    public OwnTrigger guardTrigger(KeyLog log, OnWrite onWrite, QualifiedName partition) {
        return own(log, onWrite, partition, log.truncateTrigger(), ofTruncate(log, partition), TRUNCATE);
    }

    private OwnTrigger own(
            KeyLog log, OnWrite onWrite, QualifiedName table, String trigger, Sql create, OwnTrigger.Timing timing) {
        LogFunction function = new LogFunction(dialect, log, onWrite);
        return new OwnTrigger(
                table, trigger, log.function(), function.body().text(), create, function.restore(), timing);
    }

    @Override
    public Sql unguard(KeyLog log, QualifiedName partition) {
        return triggers.drop(log.truncateTrigger(), partition);
    }

    @Override
    public List<Sql> release(KeyLog log, QualifiedName table) {
        return List.of(triggers.drop(log.rowTrigger(), table), triggers.drop(log.truncateTrigger(), table));
    }

    @Override
    public List<Sql> drop(KeyLog log) {
        return List.of(
                dialect.sql("DROP FUNCTION IF EXISTS {0}()", log.function()),
                unseen(log.entries(), dialect.sql("DROP TABLE IF EXISTS {0}", log.entries())),
                unseen(log.parked(), dialect.sql("DROP TABLE IF EXISTS {0}", log.parked())),
                unseen(log.recheck(), dialect.sql("DROP TABLE IF EXISTS {0}", log.recheck())));
    }

    private static List<QualifiedName> tables(KeyLog log) {
        return List.of(log.entries(), log.parked(), log.recheck());
    }

    @Override
    public Sql removeLogged(KeyLog log, QualifiedName table, List<String> key) {
        return trustee(log)
                .as(dialect.sql(
                        "DELETE FROM {0} AS t USING (SELECT DISTINCT {1} FROM {2}) AS k WHERE {3}",
                        table,
                        keys(log).names(key, keys(log)::name),
                        log.entries(),
                        keys(log).equal("t", "k", key)));
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
        return trustee(log)
                .as(dialect.sql(
                        "SELECT {0} FROM ONLY {1} AS s WHERE {2} AND NOT EXISTS (SELECT FROM {3} AS k WHERE {4}) LIMIT 20",
                        keys(log).names(all, name -> DSL.quotedName("s", name)),
                        table,
                        condition,
                        log.entries(),
                        keys(log).equal("s", "k", key)));
    }

    @Override
    public Sql unequal(ComparedTables tables) {
        return trustee(tables.log()).as(new RowComparison(dialect, tables).sample());
    }

    @Override
    public List<Sql> logUnequal(ComparedTables tables) {
        List<Sql> statements = new ArrayList<>(List.of(forgetReplayed(tables.log())));
        statements.addAll(trustee(tables.log()).as(new RowComparison(dialect, tables).log()));
        return statements;
    }

    @Override
    public Sql unequalReplayed(ComparedTables tables, Replay replay) {
        return trustee(tables.log()).as(new RowComparison(dialect, tables).replayed(replay.current(), replay.stale()));
    }

    @Override
    public List<Sql> logUnequalReplayed(ComparedTables tables, Replay replay) {
        return List.of(
                trustee(tables.log())
                        .as(new RowComparison(dialect, tables).logReplayed(replay.current(), replay.stale())),
                forgetReplayed(tables.log()));
    }

    @Override
    public Sql replayed(KeyLog log, long most) {
        return dialect.sql(
                "SELECT count(*) AS count FROM (SELECT FROM {0} LIMIT {1}) AS replayed",
                log.recheck(), DSL.inline(most + 1));
    }

    @Override
    public Sql forgetReplayed(KeyLog log) {
        return dialect.sql("DELETE FROM {0}", log.recheck());
    }

    @Override
    public List<Column> printed(ComparedTables tables) {
        return RowDigest.printed(tables.columns());
    }

    @Override
    public Sql unequalLogged(ComparedTables tables) {
        return trustee(tables.log()).as(new RowComparison(dialect, tables).logged());
    }

    @Override
    public Sql extremes(KeyLog log, QualifiedName table, List<String> key, String column, Sql condition) {
        Name value = DSL.quotedName("s", column);
        return trustee(log)
                .as(dialect.sql(
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
                        condition));
    }

    @Override
    public Sync sync(KeyLog log, Replay replay) {
        KeyReplay statements = new KeyReplay(dialect, log, replay);
        return new Sync(
                replay.id(),
                replay.from(),
                replay.to(),
                statements.prepare(),
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

    private Trustee trustee(KeyLog log) {
        return new Trustee(dialect, log.entrusted());
    }

    /** An empty table that was never analysed is taken for one of ten pages: as large as the stand-ins themselves. */
    @Override
    public List<Sql> plannable(KeyLog log) {
        return List.of(
                KeyReplay.takenTable(dialect, log),
                dialect.sql(
                        "CREATE TEMPORARY TABLE {0} ({1})",
                        log.parked(), keys(log).typed()),
                dialect.sql("ANALYZE {0}", keys(log).taken()),
                KeyReplay.planByKey(dialect));
    }

    @Override
    public Sql plan(KeyLog log, Replay replay) {
        return new KeyReplay(dialect, log, replay).plan();
    }

    @Override
    public List<String> unsearched(List<String> plan, List<QualifiedName> relations) {
        return new ReplayPlan(plan).unsearched(relations);
    }

    private LoggedKeys keys(KeyLog log) {
        return new LoggedKeys(dialect, log);
    }

    private static Sql unseen(QualifiedName table, Sql statement) {
        return statement.locking(Lock.unseen(table, LockMode.ACCESS_EXCLUSIVE));
    }
}
