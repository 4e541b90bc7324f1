package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.partitioning.sql.KeyLogStatements.UniqueKey;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/** The statements that make another table equal in the rows of logged keys. */
final class KeyReplay {

    private final Dialect dialect;
    private final KeyLog log;
    private final Replay replay;
    private final LoggedKeys keys;

    KeyReplay(Dialect dialect, KeyLog log, Replay replay) {
        this.dialect = dialect;
        this.log = log;
        this.replay = replay;
        this.keys = new LoggedKeys(dialect, log);
    }

    /** What a session needs before. */
    List<Sql> prepare() {
        List<Sql> statements = new ArrayList<>();
        statements.add(takenTable(dialect, log));
        log.entrusted()
                .ifPresent(trustee -> statements.add(
                        dialect.sql("GRANT SELECT ON TABLE {0} TO {1}", keys.taken(), DSL.quotedName(trustee))));
        return statements;
    }

    /** Of the keys that are taken out of the log. */
    static Sql takenTable(Dialect dialect, KeyLog log) {
        return dialect.sql(
                "CREATE TEMPORARY TABLE IF NOT EXISTS {0} ({1}) ON COMMIT DELETE ROWS",
                DSL.quotedName(log.entries().local()), new LoggedKeys(dialect, log).typed());
    }

    /** Within a trigger: does to the other table what was done to a row. */
    Sql atOnce() {
        return dialect.sql(
                """
                IF TG_OP <> 'INSERT' THEN
                    DELETE FROM {0} AS t WHERE {1};
                  END IF;
                  IF TG_OP <> 'DELETE' THEN
                    INSERT INTO {0} ({2}){3} VALUES ({4});
                  END IF;""",
                replay.to(),
                keys.each(
                        replay.stale(),
                        column -> keys.same(
                                column, DSL.quotedName("t", column), dialect.sql("OLD.{0}", DSL.quotedName(column)))),
                keys.names(replay.columns(), DSL::quotedName),
                overriding(),
                Clauses.list(dialect, replay.columns(), column -> dialect.sql("NEW.{0}", DSL.quotedName(column))));
    }

    /** All that is done to tables of rows, as one statement to be explained. */
    Sql plan() {
        List<Sql> statements = new ArrayList<>(List.of(removeStale(), addCurrent(), park()));
        replay.registry().ifPresent(registry -> statements.addAll(register(registry)));
        List<Sql> parts = new ArrayList<>();
        for (Sql statement : statements) {
            parts.add(dialect.sql("{0} AS ({1})", DSL.quotedName("part_" + parts.size()), statement));
        }
        return dialect.sql("EXPLAIN (COSTS OFF) WITH {0} SELECT 1", Clauses.join(dialect, ", ", parts));
    }

    /** After keys were taken. */
    List<Sql> replay() {
        List<Sql> statements = new ArrayList<>();
        replay.guard()
                .ifPresent(guard -> statements.add(
                        dialect.statements(WriteGuardStatements.class).open(guard)));
        statements.add(planByKey(dialect));
        statements.add(unpark());
        Trustee trustee = new Trustee(dialect, log.entrusted());
        statements.addAll(trustee.as(List.of(removeStale(), addCurrent(), park())));
        replay.registry().ifPresent(registry -> statements.addAll(trustee.as(register(registry))));
        statements.add(forget());
        replay.guard()
                .ifPresent(guard -> statements.add(
                        dialect.statements(WriteGuardStatements.class).close(guard)));
        return statements;
    }

    private List<Sql> register(KeyRegistry registry) {
        List<String> key = registry.key().stream().map(KeyColumn::name).toList();
        return List.of(
                dialect.sql(
                        "DELETE FROM {0} AS t USING {1} AS k WHERE {2}",
                        registry.keys(), keys.taken(), keys.equal("t", "k", key)),
                dialect.sql(
                        "INSERT INTO {0} ({1}) SELECT {2} FROM {3} ON CONFLICT DO NOTHING",
                        registry.keys(),
                        keys.names(key, DSL::quotedName),
                        keys.names(key, column -> DSL.quotedName("s", column)),
                        current()));
    }

    Sql consume(Object most) {
        return dialect.sql(
                "WITH taken AS (DELETE FROM {0} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} LIMIT {1}"
                        + " FOR UPDATE SKIP LOCKED)) RETURNING {2}) INSERT INTO {3} ({2}) SELECT {2} FROM taken",
                log.entries(), most, keys.all(), keys.taken());
    }

    /**
     * The planner knows nothing of the taken keys, and would rather read whole tables than look up a few rows. Whatever the
     * server or the role has set, looking up must be allowed.
     */
    static Sql planByKey(Dialect dialect) {
        return dialect.sql(
                "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),"
                        + " set_config('enable_seqscan', 'off', true), set_config('enable_nestloop', 'on', true),"
                        + " set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'on', true)");
    }

    private Sql unpark() {
        return dialect.sql(
                "WITH again AS (DELETE FROM {0} RETURNING {1}) INSERT INTO {2} ({1}) SELECT {1} FROM again",
                log.parked(), keys.all(), keys.taken());
    }

    private Sql removeStale() {
        return dialect.sql(
                "DELETE FROM {0} AS t USING {1} AS k WHERE {2}",
                replay.to(), keys.taken(), keys.equal("t", "k", replay.stale()));
    }

    /** A condition that no index serves: the rows are to be found by their keys. */
    private Sql addCurrent() {
        List<Sql> conditions = new ArrayList<>();
        replay.fitting().ifPresent(condition -> conditions.add(dialect.sql("({0}) IS TRUE", condition)));
        replay.settling().ifPresent(settling -> settling.others().forEach(unique -> conditions.add(isFree(unique))));
        Sql where = conditions.isEmpty()
                ? Sql.of("")
                : dialect.sql(" WHERE {0}", Clauses.join(dialect, " AND ", conditions));
        return dialect.sql(
                "INSERT INTO {0} ({1}){2} SELECT {3} FROM {4}{5} ON CONFLICT{6} DO NOTHING",
                replay.to(),
                keys.names(replay.columns(), DSL::quotedName),
                overriding(),
                keys.names(replay.columns(), column -> DSL.quotedName("s", column)),
                current(),
                where,
                replay.settling()
                        .map(settling -> dialect.sql(" ({0})", keys.names(settling.key(), DSL::quotedName)))
                        .orElse(Sql.of("")));
    }

    private Sql isFree(UniqueKey unique) {
        List<Sql> same = new ArrayList<>();
        for (int i = 0; i < unique.columns().size(); i++) {
            String column = unique.columns().get(i);
            same.add(dialect.sql(
                    unique.nullsAlike() ? "({0} {1} {2} OR {0} IS NULL AND {2} IS NULL)" : "{0} {1} {2}",
                    DSL.quotedName("t", column),
                    DSL.raw(unique.equality().get(i)),
                    DSL.quotedName("s", column)));
        }
        return dialect.sql(
                "NOT EXISTS (SELECT FROM {0} AS t WHERE {1} OFFSET 0)",
                replay.to(), Clauses.join(dialect, " AND ", same));
    }

    private Sql overriding() {
        return Sql.of(replay.overriding() ? " OVERRIDING SYSTEM VALUE" : "");
    }

    /** OFFSET 0 keeps the planner from joining whole tables first. */
    private Sql park() {
        List<String> all = log.key().stream().map(KeyColumn::name).toList();
        return dialect.sql(
                "INSERT INTO {0} ({1}) SELECT {2} FROM {3} WHERE NOT EXISTS (SELECT FROM {4} AS t WHERE {5} OFFSET 0)",
                log.parked(),
                keys.all(),
                keys.names(all, column -> DSL.quotedName("s", column)),
                current(),
                replay.to(),
                keys.each(all, column -> keys.same(column, DSL.quotedName("t", column), DSL.quotedName("s", column))));
    }

    /** A drain runs several rounds in one transaction. */
    private Sql forget() {
        return replay.rechecked()
                ? dialect.sql(
                        "WITH replayed AS (DELETE FROM {0} RETURNING {1}) INSERT INTO {2} ({1}) SELECT DISTINCT {1} FROM replayed",
                        keys.taken(), keys.all(), log.recheck())
                : dialect.sql("DELETE FROM {0}", keys.taken());
    }

    /** The rows of the source, as {@code s}, whose keys are taken; each once. */
    private Sql current() {
        return dialect.sql(
                "(SELECT DISTINCT {0} FROM {1}) AS k JOIN {2} AS s ON {3}",
                keys.names(replay.current(), keys::name),
                keys.taken(),
                dialect.sql(replay.fromTree() ? "{0}" : "ONLY {0}", replay.from()),
                keys.equal("s", "k", replay.current()));
    }
}
