package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLogStatements.OnWrite;
import dev.underpin.partitioning.sql.WriteGuard;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import org.jooq.impl.DSL;

/**
 * The function that a log's triggers call. It runs as its owner, who can write the log; so names are looked up where no caller can put
 * anything. That is the table's owner: the types of keys are his, and to convert a value to the type that the log has may call what he
 * has written.
 */
record LogFunction(Dialect dialect, KeyLog log, OnWrite onWrite) {

    /** Creates it, and gives it to its owner. */
    Sql create() {
        return new Trustee(dialect, log.entrusted()).owning(log.function(), statement("CREATE"));
    }

    /** Creates it if somebody has dropped it. */
    Sql restore() {
        return new Trustee(dialect, log.entrusted()).owning(log.function(), replace());
    }

    /** Where it is there; its owner remains. */
    Sql replace() {
        return statement("CREATE OR REPLACE");
    }

    private Sql statement(String create) {
        return dialect.sql(
                "{0} FUNCTION {1}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp{2} AS {3}",
                DSL.keyword(create),
                log.function(),
                Sql.of(onWrite instanceof OnWrite.Mirrored ? " SET row_security = off" : ""),
                Clauses.dollarQuoted(dialect, body()));
    }

    /** Its text. */
    Sql body() {
        return dialect.sql("""

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
                """, action());
    }

    private Sql action() {
        if (onWrite instanceof OnWrite.Mirrored mirrored) {
            return new KeyReplay(dialect, log, mirrored.replay()).atOnce();
        }
        if (onWrite instanceof OnWrite.Refused refused) {
            return refusing(refused.guard());
        }
        return logging();
    }

    private Sql refusing(WriteGuard guard) {
        return dialect.sql("""
                IF {0} THEN
                    RAISE EXCEPTION '% of %.% is refused: it is being made equal to another table',
                      TG_OP, quote_ident(TG_TABLE_SCHEMA), quote_ident(TG_TABLE_NAME)
                      USING ERRCODE = 'object_in_use',
                        HINT = 'Write to the table whose copy it is: what is changed there is copied.';
                  END IF;""", dialect.statements(WriteGuardStatements.class).shut(guard));
    }

    private Sql logging() {
        LoggedKeys keys = new LoggedKeys(dialect, log);
        return dialect.sql("""
                IF TG_OP = 'UPDATE' THEN
                    IF record_image_ne(ROW({2}), ROW({3})) THEN
                      INSERT INTO {0} ({1}) VALUES ({2}), ({3});
                    ELSE
                      INSERT INTO {0} ({1}) VALUES ({2});
                    END IF;
                  ELSIF TG_OP = 'INSERT' THEN
                    INSERT INTO {0} ({1}) VALUES ({3});
                  ELSE
                    INSERT INTO {0} ({1}) VALUES ({2});
                  END IF;""", log.entries(), keys.all(), keys.fields("OLD"), keys.fields("NEW"));
    }
}
