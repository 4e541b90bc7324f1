package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.BlockerStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's views of locks and prepared transactions. */
public class PostgresBlockers implements BlockerStatements {

    private static final String DESCRIBE = """
            SELECT pg_catalog.format('pid %s app=%s user=%s %s for %s: %s',
                     a.pid, coalesce(nullif(a.application_name, ''), '?'), coalesce(a.usename, a.backend_type, '?'),
                     coalesce(a.state, 'state unknown'),
                     coalesce(pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text, 'an unknown time'),
                     coalesce(pg_catalog.left(pg_catalog.regexp_replace(pg_catalog.regexp_replace(a.query, '''([^'']|'''')*''', '''…''', 'g'), '\\s+', ' ', 'g'), 100), ''))
            """;

    /** It has no process: its locks are those of who holds its transaction's. */
    private static final String PREPARED = """
            SELECT DISTINCT pg_catalog.format('prepared transaction %L of %s since %s', p.gid, p.owner, p.prepared)
            FROM pg_catalog.pg_prepared_xacts AS p
            JOIN pg_catalog.pg_locks AS t ON t.transactionid = p.transaction AND t.pid IS NULL AND t.granted
            JOIN pg_catalog.pg_locks AS l ON l.virtualtransaction = t.virtualtransaction AND l.pid IS NULL AND l.granted
            WHERE p.database = pg_catalog.current_database()
            """;

    private static final String BEHIND_PREPARED = PREPARED + """
              AND EXISTS (
                SELECT FROM pg_catalog.pg_locks AS w
                WHERE w.pid = {0} AND NOT w.granted
                  AND ((w.database, w.relation) = (l.database, l.relation) OR w.transactionid = l.transactionid))
            """;

    /** A role without pg_read_all_stats sees nobody else's snapshot, and no state either. */
    private static final String HOLDING = """
             FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted
              AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
              AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
              AND (a.backend_xmin IS NOT NULL OR a.state IS NULL)
            """;

    private static final String LONG_HOLDING = DESCRIBE + """
            FROM pg_catalog.pg_stat_activity AS a
            WHERE a.pid <> {4} AND a.xact_start < pg_catalog.clock_timestamp() - {0} * interval '1 millisecond'
              AND EXISTS (
                SELECT FROM pg_catalog.pg_locks AS l
                JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
                JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
                WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.mode = ANY (ARRAY[{1}]::text[])
                  AND n.nspname = {2} AND c.relname = {3})
            ORDER BY a.xact_start
            """;

    private static final String LONG_PREPARED = PREPARED + """
              AND p.prepared < pg_catalog.clock_timestamp() - {0} * interval '1 millisecond'
              AND l.mode = ANY (ARRAY[{1}]::text[])
              AND l.relation = pg_catalog.to_regclass(pg_catalog.format('%I.%I', {2}::text, {3}::text))
            """;

    private final Dialect dialect;

    public PostgresBlockers(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql showTo(String role) {
        return dialect.sql("GRANT pg_read_all_stats TO {0}", DSL.quotedName(role));
    }

    @Override
    public List<Sql> blocking(int process) {
        return List.of(
                dialect.sql(
                        DESCRIBE
                                + " FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids({0})) ORDER BY a.xact_start",
                        DSL.inline(process)),
                dialect.sql(BEHIND_PREPARED, DSL.inline(process)));
    }

    @Override
    public Sql snapshotHolders() {
        return dialect.sql("SELECT l.virtualxid" + HOLDING);
    }

    @Override
    public Sql stillHolding(Collection<String> transactions) {
        return dialect.sql(
                DESCRIBE + HOLDING + " AND l.virtualxid = ANY (ARRAY[{0}]::text[]) ORDER BY a.xact_start, a.pid",
                DSL.list(transactions.stream().map(DSL::inline).toList()));
    }

    @Override
    public List<Sql> longHolders(QualifiedName relation, Set<LockMode> modes, Duration age, int exceptProcess) {
        QueryPart millis = DSL.inline(age.toMillis());
        QueryPart names = DSL.list(modes.stream()
                .sorted()
                .map(LockMode::catalogName)
                .map(DSL::inline)
                .toList());
        QueryPart schema = DSL.inline(relation.schema());
        QueryPart local = DSL.inline(relation.local());
        return List.of(
                dialect.sql(LONG_HOLDING, millis, names, schema, local, DSL.inline(exceptProcess)),
                dialect.sql(LONG_PREPARED, millis, names, schema, local));
    }
}
