package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Which rows of two tables differ, those whose keys wait in a log excepted; in one snapshot. Sums of digests are compared first,
 * by the keys' remainder: rows are looked at only where these differ. The count that is asked for before keeps the server from
 * reading both tables a second time for nothing.
 */
final class RowComparison {

    private static final String BEHIND = "pg_temp.underpin_behind";

    private final Dialect dialect;
    private final KeyLog log;
    private final LoggedKeys keys;
    private final QualifiedName one;
    private final QualifiedName other;
    private final List<String> columns;
    private final List<String> key;

    /**
     * @param key columns of the log that identify a row in either table
     */
    RowComparison(
            Dialect dialect,
            KeyLog log,
            QualifiedName one,
            QualifiedName other,
            List<String> columns,
            List<String> key) {
        this.dialect = dialect;
        this.log = log;
        this.keys = new LoggedKeys(dialect, log);
        this.one = one;
        this.other = other;
        this.columns = columns;
        this.key = key;
    }

    /** Selects some of the rows, each behind how many keys they have in all. */
    Sql sample() {
        return dialect.sql(
                "WITH {0} SELECT (SELECT count(*) FROM (SELECT DISTINCT {1} FROM found) AS k) AS keys, f.* FROM found AS f LIMIT 20",
                found(key), keys.names(key, DSL::quotedName));
    }

    /** Has the rows' keys, as both tables have them, wait in the log, and keeps them until the transaction ends. */
    List<Sql> log() {
        List<String> all = log.key().stream().map(KeyColumn::name).toList();
        return List.of(
                dialect.sql(
                        "CREATE TEMPORARY TABLE underpin_behind ON COMMIT DROP AS WITH {0} SELECT {1}, place, {2} FROM found",
                        found(all),
                        Clauses.list(
                                dialect,
                                all,
                                column -> dialect.sql("{0} AS {1}", DSL.quotedName(column), keys.name(column))),
                        Sql.of("digest")),
                dialect.sql("INSERT INTO {0} ({1}) SELECT {1} FROM {2}", log.entries(), keys.all(), Sql.of(BEHIND)));
    }

    /** Selects some of what {@link #log} has found, each behind how many keys it was in all. */
    Sql logged() {
        Sql named = Clauses.list(
                dialect, key, column -> dialect.sql("{0} AS {1}", keys.name(column), DSL.quotedName(column)));
        return dialect.sql(
                "SELECT (SELECT count(*) FROM (SELECT DISTINCT {0} FROM {1}) AS k) AS keys, place, {2} FROM {1} LIMIT 20",
                keys.names(key, keys::name), Sql.of(BEHIND), named);
    }

    private Sql found(List<String> selected) {
        return dialect.sql(
                "one AS ({0}), other AS ({1}), differing AS MATERIALIZED (SELECT part FROM one FULL JOIN other USING (part)"
                        + " WHERE one.sums IS DISTINCT FROM other.sums), found AS MATERIALIZED ("
                        + "SELECT 'only in ' || {2} AS place, x.* FROM ({4} EXCEPT ALL {5}) AS x"
                        + " UNION ALL SELECT 'only in ' || {3}, x.* FROM ({5} EXCEPT ALL {4}) AS x)",
                sums(one),
                sums(other),
                DSL.inline(one.toString()),
                DSL.inline(other.toString()),
                differing(one, selected),
                differing(other, selected));
    }

    /** Digests of rows as text: some types cannot be compared, and all can be written. */
    private Sql sums(QualifiedName table) {
        return dialect.sql(
                "SELECT d.part, ROW(count(*), sum(CAST(d.digest >> 32 AS integer)),"
                        + " sum(CAST((d.digest & 4294967295) - 2147483648 AS integer))) AS sums"
                        + " FROM (SELECT {0} AS part, hashtextextended(CAST(ROW({1}) AS text), 0) AS digest FROM {2} AS t"
                        + " WHERE {3} OFFSET 0) AS d GROUP BY d.part",
                part(), keys.names(columns, name -> DSL.quotedName("t", name)), table, settled());
    }

    private Sql differing(QualifiedName table, List<String> selected) {
        return dialect.sql(
                "SELECT {0}, md5(CAST(ROW({1}) AS text)) AS digest FROM {2} AS t WHERE (SELECT count(*) FROM differing) > 0"
                        + " AND {3} IN (SELECT part FROM differing) AND {4}",
                keys.names(selected, name -> DSL.quotedName("t", name)),
                keys.names(columns, name -> DSL.quotedName("t", name)),
                table,
                part(),
                settled());
    }

    private Sql part() {
        return dialect.sql(
                "(hashtextextended(CAST(ROW({0}) AS text), 1) & 1023)",
                keys.names(key, name -> DSL.quotedName("t", name)));
    }

    private Sql settled() {
        return dialect.sql(
                "NOT EXISTS (SELECT FROM {0} AS k WHERE {2}) AND NOT EXISTS (SELECT FROM {1} AS k WHERE {2})",
                log.entries(), log.parked(), keys.equal("t", "k", key));
    }
}
