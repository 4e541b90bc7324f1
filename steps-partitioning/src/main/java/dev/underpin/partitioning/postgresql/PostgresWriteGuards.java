package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.partitioning.sql.WriteGuard;
import dev.underpin.partitioning.sql.WriteGuardStatements;
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
 * Guards by a trigger that lets a transaction write which has put its own number into a table that is the guard's owner's alone.
 * Nobody can set that as one sets a parameter, and nothing of it outlives the transaction. The table is unlogged, so that no
 * publication of all tables has it; a crash ends all transactions.
 */
public class PostgresWriteGuards implements WriteGuardStatements {

    private static final OwnTrigger.Timing EVERY_WRITE =
            new OwnTrigger.Timing(true, false, true, true, true, true, false, false);

    private final Dialect dialect;
    private final PostgresOwnTriggers triggers;

    public PostgresWriteGuards(Dialect dialect) {
        this.dialect = dialect;
        this.triggers = new PostgresOwnTriggers(dialect);
    }

    @Override
    public List<Sql> create(WriteGuard guard, List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>();
        statements.add(
                unseen(guard, dialect.sql("CREATE UNLOGGED TABLE {0} (transaction xid8 NOT NULL)", guard.pass())));
        statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", guard.pass(), Clauses.roles(otherGrantees)));
        if (guard.entrusted().isEmpty()) {
            statements.add(unseen(guard, dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", guard.pass())));
        }
        statements.addAll(new Trustee(dialect, guard.entrusted()).show(guard.pass()));
        statements.add(function(guard, "CREATE"));
        statements.add(
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", guard.function(), Clauses.roles(otherGrantees)));
        return statements;
    }

    private Sql function(WriteGuard guard, String create) {
        return dialect.sql(
                "{0} FUNCTION {1}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp AS {2}",
                DSL.keyword(create), guard.function(), Clauses.dollarQuoted(dialect, body(guard)));
    }

    private Sql body(WriteGuard guard) {
        return dialect.sql("""

                BEGIN
                  IF TG_OP = 'TRUNCATE' OR {0}{1} THEN
                    RAISE EXCEPTION '% of %.% is refused: it is kept equal to another table, for the way back',
                      TG_OP, quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'object_in_use',
                        HINT = 'Write to the table that has taken its place; or finalize the conversion, which drops this one.';
                  END IF;
                  RETURN NULL;
                END
                """, Sql.of(guard.alongside() ? "pg_trigger_depth() < 2 AND " : ""), shut(guard));
    }

    @Override
    public List<Sql> arm(WriteGuard guard, QualifiedName table) {
        return triggers.arm(create(guard, table), table, guard.trigger());
    }

    @Override
    public List<OwnTrigger> triggers(WriteGuard guard, QualifiedName table) {
        return List.of(trigger(guard, table));
    }

    private OwnTrigger trigger(WriteGuard guard, QualifiedName table) {
        return new OwnTrigger(
                table,
                guard.trigger(),
                guard.function(),
                body(guard).text(),
                create(guard, table),
                function(guard, "CREATE OR REPLACE"),
                EVERY_WRITE);
    }

    private Sql create(WriteGuard guard, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {1} FOR EACH STATEMENT"
                        + " EXECUTE FUNCTION {2}()",
                DSL.quotedName(guard.trigger()), table, guard.function());
    }

    @Override
    public Sql disarm(WriteGuard guard, QualifiedName table) {
        return triggers.drop(guard.trigger(), table);
    }

    @Override
    public Sql shut(WriteGuard guard) {
        return dialect.sql("NOT EXISTS (SELECT FROM {0} WHERE transaction = pg_current_xact_id())", guard.pass());
    }

    @Override
    public Sql open(WriteGuard guard) {
        return dialect.sql("INSERT INTO {0} (transaction) VALUES (pg_current_xact_id())", guard.pass());
    }

    @Override
    public Sql close(WriteGuard guard) {
        return dialect.sql("DELETE FROM {0} WHERE transaction = pg_current_xact_id()", guard.pass());
    }

    @Override
    public List<Sql> drop(WriteGuard guard) {
        return List.of(
                dialect.sql("DROP FUNCTION IF EXISTS {0}()", guard.function()),
                unseen(guard, dialect.sql("DROP TABLE IF EXISTS {0}", guard.pass())));
    }

    private static Sql unseen(WriteGuard guard, Sql statement) {
        return statement.locking(Lock.unseen(guard.pass(), LockMode.ACCESS_EXCLUSIVE));
    }
}
