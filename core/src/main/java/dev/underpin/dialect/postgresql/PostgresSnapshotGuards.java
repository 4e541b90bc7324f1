package dev.underpin.dialect.postgresql;

import dev.underpin.spi.Lock;
import dev.underpin.spi.LockMode;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.SnapshotGuard;
import dev.underpin.spi.dialect.SnapshotGuardVocabulary;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Guards by a row that each snapshot sees as it was: its change commits together with the cutover. The table is unlogged, for
 * a crash ends all snapshots, and so that no publication of all tables has it.
 */
final class PostgresSnapshotGuards implements SnapshotGuardVocabulary {

    private final Dialect dialect;

    PostgresSnapshotGuards(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Sql> create(SnapshotGuard guard, List<String> strangers) {
        Sql body = dialect.sql("""

                BEGIN
                  IF EXISTS (SELECT FROM {0} WHERE NOT passed) THEN
                    RAISE EXCEPTION 'could not serialize access: %.% was replaced after the snapshot of this transaction was taken',
                      quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'serialization_failure', HINT = 'The transaction might succeed if retried.';
                  END IF;
                  RETURN NULL;
                END
                """, guard.mark());
        return List.of(
                unseen(
                        guard,
                        dialect.sql(
                                "CREATE UNLOGGED TABLE {0} (one boolean PRIMARY KEY DEFAULT true CHECK (one), passed boolean NOT NULL)",
                                guard.mark())),
                dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", guard.mark(), Fragments.roles(strangers)),
                unseen(guard, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", guard.mark())),
                dialect.sql(
                        "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                                + " SET search_path = pg_catalog, pg_temp AS {1}",
                        guard.function(), Fragments.dollarQuoted(dialect, body)),
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", guard.function(), Fragments.roles(strangers)));
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
        Lock lock = Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE);
        return List.of(
                dialect.sql("UPDATE {0} SET passed = true", guard.mark()),
                dialect.sql(
                                "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE OR DELETE ON {1} FOR EACH STATEMENT EXECUTE FUNCTION {2}()",
                                DSL.quotedName(guard.trigger()), table, guard.function())
                        .locking(lock),
                dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table, DSL.quotedName(guard.trigger()))
                        .locking(lock));
    }

    @Override
    public Sql disarm(SnapshotGuard guard, QualifiedName table) {
        return dialect.sql("DROP TRIGGER IF EXISTS {0} ON {1}", DSL.quotedName(guard.trigger()), table)
                .locking(table, LockMode.ACCESS_EXCLUSIVE);
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
