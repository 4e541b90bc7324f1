package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ActivityStatements;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jooq.impl.DSL;

/** PostgreSQL's views of activity and replication. */
public class PostgresActivity implements ActivityStatements {

    private final Dialect dialect;

    public PostgresActivity(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql idle(Collection<Integer> processes) {
        return dialect.sql("""
                SELECT a.pid, extract(epoch FROM a.backend_start)::pg_catalog.text,
                       CASE WHEN a.state LIKE 'idle%'
                            THEN coalesce(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.state_change), 0) ELSE 0 END
                FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = ANY (ARRAY[{0}]::int[])
                """, DSL.list(processes.stream().map(DSL::inline).toList()));
    }

    @Override
    public Sql end(List<Left> left, Duration wait) {
        return dialect.sql(
                """
                SELECT coalesce(pg_catalog.bool_or(NOT pg_catalog.pg_terminate_backend(a.pid, {0})), false)
                FROM pg_catalog.pg_stat_activity AS a
                JOIN unnest(ARRAY[{1}]::int[], ARRAY[{2}]::text[]) AS l (pid, started)
                  ON l.pid = a.pid AND l.started = extract(epoch FROM a.backend_start)::text
                WHERE pg_catalog.starts_with(a.application_name, {3}) AND a.usename = session_user AND a.datname = pg_catalog.current_database()
                """,
                DSL.inline(wait.toMillis()),
                DSL.list(left.stream().map(Left::process).map(DSL::inline).toList()),
                DSL.list(left.stream().map(Left::started).map(DSL::inline).toList()),
                DSL.inline(PostgresSessions.APPLICATION));
    }

    @Override
    public Sql laggingReplica(Duration most) {
        return dialect.sql("""
                SELECT pg_catalog.format('replica %s is %s behind', coalesce(nullif(application_name, ''), client_addr::text, pid::text), replay_lag)
                FROM pg_catalog.pg_stat_replication
                WHERE replay_lag > {0} * interval '1 millisecond'
                ORDER BY replay_lag DESC LIMIT 1
                """, DSL.inline(most.toMillis()));
    }
}
