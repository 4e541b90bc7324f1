package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.ComparedTables;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Which rows of two tables differ, those whose keys wait in a log excepted; in one snapshot. The sums of all digests are compared first,
 * less those of the rows that wait: that is one scan of each table, without a join, which the server shares among its workers. Only where
 * they differ are there sums by the keys' remainder, and rows are looked at only where these differ. The counts that are asked for before
 * keep the server from reading the tables again for nothing.
 */
final class RowComparison {

    private static final String BEHIND = "pg_temp.underpin_behind";

    private final Dialect dialect;
    private final ComparedTables tables;
    private final LoggedKeys keys;
    private final RowDigest digest;

    RowComparison(Dialect dialect, ComparedTables tables) {
        this.dialect = dialect;
        this.tables = tables;
        this.keys = new LoggedKeys(dialect, tables.log());
        this.digest = new RowDigest(dialect);
    }

    /** Selects some of the rows, each behind how many keys they have in all. */
    Sql sample() {
        return dialect.sql(
                "WITH {0} SELECT (SELECT count(*) FROM (SELECT DISTINCT {1} FROM found) AS k) AS keys, f.* FROM found AS f LIMIT 20",
                found(tables.key()), keys.names(tables.key(), DSL::quotedName));
    }

    /** Has the rows' keys, as both tables have them, wait in the log, and keeps them until the transaction ends. */
    List<Sql> log() {
        List<String> all = tables.log().key().stream().map(KeyColumn::name).toList();
        return List.of(
                dialect.sql(
                        "CREATE TEMPORARY TABLE underpin_behind ON COMMIT DROP AS WITH {0} SELECT {1}, place, {2} FROM found",
                        found(all),
                        Clauses.list(
                                dialect,
                                all,
                                column -> dialect.sql("{0} AS {1}", DSL.quotedName(column), keys.name(column))),
                        Sql.of("digest")),
                dialect.sql(
                        "INSERT INTO {0} ({1}) SELECT {1} FROM {2}",
                        tables.log().entries(), keys.all(), Sql.of(BEHIND)));
    }

    /** Selects some of what {@link #log} has found, each behind how many keys it was in all. */
    Sql logged() {
        Sql named = Clauses.list(
                dialect, tables.key(), column -> dialect.sql("{0} AS {1}", keys.name(column), DSL.quotedName(column)));
        return dialect.sql(
                "SELECT (SELECT count(*) FROM (SELECT DISTINCT {0} FROM {1}) AS k) AS keys, place, {2} FROM {1} LIMIT 20",
                keys.names(tables.key(), keys::name), Sql.of(BEHIND), named);
    }

    /**
     * Selects as {@link #sample} does, of the rows alone that were replayed.
     *
     * @param current columns of the log that find a row in the one table
     * @param stale those that find it in the other
     */
    Sql replayed(List<String> current, List<String> stale) {
        return dialect.sql(
                "WITH {0} SELECT (SELECT count(*) FROM (SELECT DISTINCT {1} FROM found) AS k) AS keys, f.* FROM found AS f LIMIT 20",
                foundReplayed(current, stale, tables.key()), keys.names(tables.key(), DSL::quotedName));
    }

    /** Has the keys of these rows, as both tables have them, wait in the log. */
    Sql logReplayed(List<String> current, List<String> stale) {
        List<String> all = logged(tables.log());
        return dialect.sql(
                "WITH {0} INSERT INTO {1} ({2}) SELECT {3} FROM found",
                foundReplayed(current, stale, all),
                tables.log().entries(),
                keys.all(),
                keys.names(all, DSL::quotedName));
    }

    private Sql foundReplayed(List<String> current, List<String> stale, List<String> selected) {
        return dialect.sql(
                "waiting AS MATERIALIZED (SELECT {4} FROM {5} UNION ALL SELECT {4} FROM {6}),"
                        + " one AS MATERIALIZED ({0}), other AS MATERIALIZED ({1}), found AS MATERIALIZED ("
                        + "SELECT 'only in ' || {2} AS place, x.* FROM (TABLE one EXCEPT ALL TABLE other) AS x"
                        + " UNION ALL SELECT 'only in ' || {3}, x.* FROM (TABLE other EXCEPT ALL TABLE one) AS x)",
                replayed(tables.one(), current, selected),
                replayed(tables.other(), stale, selected),
                DSL.inline(tables.one().toString()),
                DSL.inline(tables.other().toString()),
                keys.all(),
                tables.log().entries(),
                tables.log().parked());
    }

    /**
     * Rows are found by their keys before anything else is asked of them; each once, whatever keys count as equal. The log is read once: it
     * may be full of keys that were taken out just now.
     */
    private Sql replayed(QualifiedName table, List<String> by, List<String> selected) {
        Sql found = dialect.sql(
                "(SELECT DISTINCT ON (s.tableoid, s.ctid) s.* FROM (SELECT DISTINCT {0} FROM {1}) AS k JOIN {2} AS s ON {3})",
                keys.names(by, keys::name), tables.log().recheck(), table, keys.equal("s", "k", by));
        return dialect.sql(
                "{0} WHERE NOT EXISTS (SELECT FROM waiting AS k WHERE {1})",
                printed(found, selected), keys.equal("t", "k", tables.key()));
    }

    private static List<String> logged(KeyLog log) {
        return log.key().stream().map(KeyColumn::name).toList();
    }

    private Sql found(List<String> selected) {
        return dialect.sql(
                "differ AS MATERIALIZED (SELECT FROM ({0}) AS one, ({1}) AS other WHERE (one.*) IS DISTINCT FROM (other.*)),"
                        + " one AS ({2}), other AS ({3}), differing AS MATERIALIZED (SELECT part FROM one FULL JOIN other USING (part)"
                        + " WHERE one.sums IS DISTINCT FROM other.sums), found AS MATERIALIZED ("
                        + "SELECT 'only in ' || {4} AS place, x.* FROM ({6} EXCEPT ALL {7}) AS x"
                        + " UNION ALL SELECT 'only in ' || {5}, x.* FROM ({7} EXCEPT ALL {6}) AS x)",
                sums(tables.one()),
                sums(tables.other()),
                sumsOfParts(tables.one()),
                sumsOfParts(tables.other()),
                DSL.inline(tables.one().toString()),
                DSL.inline(tables.other().toString()),
                differing(tables.one(), selected),
                differing(tables.other(), selected));
    }

    private Sql sums(QualifiedName table) {
        return dialect.sql(
                "SELECT a.rows - w.rows AS rows, a.digest - w.digest AS digest"
                        + " FROM (SELECT count(*) AS rows, coalesce(sum({0}), 0) AS digest FROM {1} AS t) AS a,"
                        + " (SELECT count(*) AS rows, coalesce(sum({0}), 0) AS digest FROM {1} AS t WHERE EXISTS"
                        + " (SELECT FROM (SELECT {2} FROM {3} UNION ALL SELECT {2} FROM {4}) AS k WHERE {5})) AS w",
                digest(),
                table,
                keys.all(),
                tables.log().entries(),
                tables.log().parked(),
                keys.equal("t", "k", tables.key()));
    }

    private Sql sumsOfParts(QualifiedName table) {
        return dialect.sql(
                "SELECT d.part, ROW(count(*), sum(d.digest)) AS sums FROM (SELECT {0} AS part, {1} AS digest FROM {2} AS t"
                        + " WHERE (SELECT count(*) FROM differ) > 0 AND {3} OFFSET 0) AS d GROUP BY d.part",
                part(), digest(), table, settled());
    }

    private Sql differing(QualifiedName table, List<String> selected) {
        return dialect.sql(
                "{0} WHERE (SELECT count(*) FROM differing) > 0 AND {1} IN (SELECT part FROM differing) AND {2}",
                printed(dialect.sql("{0}", table), selected), part(), settled());
    }

    private Sql printed(Sql rows, List<String> selected) {
        return dialect.sql(
                "SELECT {0}, md5(CAST(ROW({1}) AS text)) AS digest FROM {2} AS t",
                keys.names(selected, name -> DSL.quotedName("t", name)),
                keys.names(names(), name -> DSL.quotedName("t", name)),
                rows);
    }

    private List<String> names() {
        return tables.columns().stream().map(Column::name).toList();
    }

    private Sql digest() {
        return digest.of("t", tables.columns(), ofKey());
    }

    private Sql ofKey() {
        List<Column> key = tables.key().stream()
                .flatMap(name ->
                        tables.columns().stream().filter(column -> column.name().equals(name)))
                .toList();
        return digest.of("t", key, Sql.of("1"));
    }

    private Sql part() {
        return dialect.sql("({0} & 1023)", ofKey());
    }

    private Sql settled() {
        return dialect.sql(
                "NOT EXISTS (SELECT FROM {0} AS k WHERE {2}) AND NOT EXISTS (SELECT FROM {1} AS k WHERE {2})",
                tables.log().entries(), tables.log().parked(), keys.equal("t", "k", tables.key()));
    }
}
