package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.partitioning.sql.SnapshotGuard;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
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
 * Guards by a row that each snapshot sees as it was: its change commits together with the cutover. The table is unlogged, for
 * a crash ends all snapshots, and so that no publication of all tables has it.
 */
public class PostgresSnapshotGuards implements SnapshotGuardStatements {

    private static final OwnTrigger.Timing EVERY_STATEMENT =
            new OwnTrigger.Timing(true, false, true, true, true, false, false, false);

    private final Dialect dialect;
    private final PostgresOwnTriggers triggers;

    public PostgresSnapshotGuards(Dialect dialect) {
        this.dialect = dialect;
        this.triggers = new PostgresOwnTriggers(dialect);
    }

    @Override
    public List<Sql> create(SnapshotGuard guard, List<String> otherGrantees) {
        return List.of(
                unseen(
                        guard,
                        dialect.sql(
                                "CREATE UNLOGGED TABLE {0} (one boolean PRIMARY KEY DEFAULT true CHECK (one), passed boolean NOT NULL)",
                                guard.mark())),
                dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", guard.mark(), Clauses.roles(otherGrantees)),
                unseen(guard, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", guard.mark())),
                function("CREATE", guard),
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", guard.function(), Clauses.roles(otherGrantees)));
    }

    private Sql function(String create, SnapshotGuard guard) {
        return dialect.sql(
                "{0} FUNCTION {1}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp AS {2}",
                DSL.keyword(create), guard.function(), Clauses.dollarQuoted(dialect, body(guard)));
    }

    private Sql body(SnapshotGuard guard) {
        return dialect.sql("""

                BEGIN
                  IF EXISTS (SELECT FROM {0} WHERE NOT passed) THEN
                    RAISE EXCEPTION 'could not serialize access: %.% was replaced after the snapshot of this transaction was taken',
                      quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'serialization_failure', HINT = 'The transaction might succeed if retried.';
                  END IF;
                  RETURN NULL;
                END
                """, guard.mark());
    }

    @Override
    public Sql announce(SnapshotGuard guard) {
        return dialect.sql(
                "INSERT INTO {0} AS m (passed) VALUES (false) ON CONFLICT (one) DO UPDATE SET passed = false",
                guard.mark());
    }

    @Override
    public Sql announced(SnapshotGuard guard) {
        return dialect.sql("SELECT count(*) FROM {0} WHERE NOT passed", guard.mark());
    }

    @Override
    public List<Sql> arm(SnapshotGuard guard, QualifiedName table) {
        List<Sql> statements = new ArrayList<>();
        statements.add(dialect.sql("UPDATE {0} SET passed = true", guard.mark()));
        statements.addAll(triggers.arm(trigger(guard, table), table, guard.trigger()));
        return statements;
    }

    private Sql trigger(SnapshotGuard guard, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE OR DELETE ON {1} FOR EACH STATEMENT EXECUTE FUNCTION {2}()",
                DSL.quotedName(guard.trigger()), table, guard.function());
    }

    @Override
    public List<OwnTrigger> triggers(SnapshotGuard guard, QualifiedName table) {
        return List.of(new OwnTrigger(
                table,
                guard.trigger(),
                guard.function(),
                body(guard).text(),
                trigger(guard, table),
                function("CREATE OR REPLACE", guard),
                EVERY_STATEMENT));
    }

    @Override
    public Sql disarm(SnapshotGuard guard, QualifiedName table) {
        return triggers.drop(guard.trigger(), table);
    }

    @Override
    public List<Sql> drop(SnapshotGuard guard) {
        return List.of(
                dialect.sql("DROP FUNCTION IF EXISTS {0}()", guard.function()),
                unseen(guard, dialect.sql("DROP TABLE IF EXISTS {0}", guard.mark())));
    }

    private static Sql unseen(SnapshotGuard guard, Sql statement) {
        return statement.locking(Lock.unseen(guard.mark(), LockMode.ACCESS_EXCLUSIVE));
    }
}
