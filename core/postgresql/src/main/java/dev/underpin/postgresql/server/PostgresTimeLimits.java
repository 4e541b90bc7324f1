package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.TimeLimitStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import org.jooq.Param;
import org.jooq.impl.DSL;

/** PostgreSQL's timeouts, in milliseconds. */
public class PostgresTimeLimits implements TimeLimitStatements {

    private final Dialect dialect;

    public PostgresTimeLimits(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql lockWait(Duration most) {
        return dialect.sql("SET lock_timeout = {0}", millis(most));
    }

    @Override
    public Sql statement(Duration most) {
        return dialect.sql("SET LOCAL statement_timeout = {0}", millis(most));
    }

    @Override
    public Sql rest(Duration lockWait, Duration statement) {
        return dialect.sql(
                "SELECT pg_catalog.set_config('lock_timeout', {0}, true), pg_catalog.set_config('statement_timeout', {1}, true)",
                DSL.inline(String.valueOf(lockWait.toMillis())), DSL.inline(String.valueOf(statement.toMillis())));
    }

    @Override
    public List<Sql> hold(Duration idle) {
        return List.of(
                dialect.sql("SET LOCAL synchronous_commit = local"),
                dialect.sql("SET LOCAL idle_in_transaction_session_timeout = {0}", millis(idle)));
    }

    @Override
    public Sql lockable(QualifiedName table) {
        return dialect.sql("""
                SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname = {0} AND c.relname = {1} AND c.relkind IN ('r', 'p')
                  AND pg_catalog.has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
                """, DSL.inline(table.schema()), DSL.inline(table.local()));
    }

    /** Autovacuum gives way only to a request that has waited for deadlock_timeout: in this mode nobody else queues meanwhile. */
    @Override
    public Sql lockAmongReadersAndWriters(QualifiedName table) {
        return dialect.sql("LOCK TABLE {0} IN SHARE UPDATE EXCLUSIVE MODE", table)
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql deadlockTimeout() {
        return dialect.sql(
                "SELECT (pg_catalog.date_part('epoch', pg_catalog.current_setting('deadlock_timeout')::pg_catalog.interval) * 1000)::bigint");
    }

    private static Param<Long> millis(Duration time) {
        return DSL.inline(time.toMillis());
    }
}
