package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.AdvisoryLockStatements;
import org.jooq.impl.DSL;

/** PostgreSQL's advisory locks of 64 bits. */
public class PostgresAdvisoryLocks implements AdvisoryLockStatements {

    private final Dialect dialect;

    public PostgresAdvisoryLocks(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql tryAlone(long key) {
        return dialect.sql("SELECT pg_catalog.pg_try_advisory_lock({0})", DSL.inline(key));
    }

    @Override
    public Sql tryShared(long key) {
        return dialect.sql("SELECT pg_catalog.pg_try_advisory_lock_shared({0})", DSL.inline(key));
    }

    @Override
    public Sql release(long key) {
        return dialect.sql("SELECT pg_catalog.pg_advisory_unlock({0})", DSL.inline(key));
    }

    @Override
    public Sql untilCommit(long key) {
        return dialect.sql("SELECT pg_catalog.pg_advisory_xact_lock({0})", DSL.inline(key));
    }

    @Override
    public Sql heldBy(String processColumn) {
        return dialect.sql("""
                SELECT (k.classid::bigint << 32) | k.objid::bigint
                FROM pg_catalog.pg_locks AS k
                WHERE k.locktype = 'advisory' AND k.pid = {0} AND k.granted AND k.objsubid = 1
                  AND k.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())""", DSL.quotedName(processColumn.split("\\.", -1)));
    }
}
