package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.db.Rows;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.partitioning.sql.ComparedTables;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Two tables of equal rows, and one difference at a time: the smallest that there is, of each kind of type. */
@PostgresTest
@SideBySide
class PlantedDifferencesIT {

    private static final int ROWS = 50;

    /**
     * A column of a type, and values that differ as little as possible; some count as equal.
     *
     * @param is an expression over {@code was}, the value before
     */
    private record Pair(String type, String was, String... is) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("boolean", "true", "false"),
            new Pair("smallint", "4", "5", "-4"),
            new Pair("integer", "1024", "1025", "-1024", "1024 + (1 << 30)"),
            new Pair("bigint", "1", "0", "-1", "4294967296", "4294967297", "-9223372036854775808"),
            new Pair("numeric", "1.0", "1.00", "1", "1.1", "'NaN'"),
            new Pair("numeric(10,2)", "1.50", "1.51"),
            new Pair("real", "0", "'-0'", "1e-45", "'NaN'"),
            new Pair("double precision", "0", "'-0'", "5e-324", "'infinity'"),
            new Pair("oid", "7", "6"),
            new Pair("money", "'7.00'", "'7.01'"),
            new Pair("text", "'a'", "'A'", "'a '", "''", "'á'", "repeat('a', 100000)"),
            new Pair("text COLLATE other.ci", "'a'", "'A'"),
            new Pair("varchar(20)", "'a'", "'A'", "'a '"),
            new Pair("character(3)", "'a'", "'b'"),
            new Pair("bpchar", "'a'", "'a '"),
            new Pair("name", "'a'", "'b'"),
            new Pair("bytea", "'\\x00'", "'\\x01'", "'\\x0000'", "'\\x'"),
            new Pair("uuid", "'00000000-0000-0000-0000-000000000000'", "'80000000-0000-0000-0000-000000000000'"),
            new Pair("date", "'2026-03-01'", "'2026-03-02'", "'infinity'"),
            new Pair("timestamp", "'2026-03-01'", "'2026-03-01 00:00:00.000001'", "'-infinity'"),
            new Pair("timestamptz", "'2026-03-01 00:00+00'", "'2026-03-01 00:00:00.000001+00'"),
            new Pair("time", "'10:00'", "'10:00:00.000001'"),
            new Pair("timetz", "'10:00+00'", "'11:00+01'"),
            new Pair("interval", "'30 days'", "'1 month'", "'720 hours'"),
            new Pair("jsonb", "'{\"a\": 1.0}'", "'{\"a\": 1.00}'", "'{\"a\": 1}'", "'null'"),
            new Pair("json", "'{\"a\":1}'", "'{\"a\": 1}'"),
            new Pair("xml", "'<a/>'", "'<a />'"),
            new Pair("point", "'(1,1)'", "'(1,1.0000000000000002)'"),
            new Pair("bit(3)", "'101'", "'100'"),
            new Pair("varbit", "'1'", "'10'"),
            new Pair("inet", "'10.0.0.1'", "'10.0.0.1/24'"),
            new Pair("macaddr", "'08:00:2b:01:02:03'", "'08:00:2b:01:02:02'"),
            new Pair("tsvector", "'a'", "'a:1'"),
            new Pair("integer[]", "'{1,2}'", "'[0:1]={1,2}'", "'{2,1}'", "'{1,NULL}'", "'{{1,2}}'"),
            new Pair("text[]", "'{a}'", "'{A}'"),
            new Pair("numeric[]", "'{1.0}'", "'{1.00}'"),
            new Pair("int4range", "'[1,2)'", "'[1,3)'", "'empty'"),
            new Pair("numrange", "'[1.0,2)'", "'[1.00,2)'"),
            new Pair("other.label", "'x'", "'y'"),
            new Pair("other.code", "'x'", "'X'"),
            new Pair("other.pair", "'(1,x)'", "'(1,X)'", "'(,x)'"));

    @Majors({14, 15, 17, 18})
    void eachIsFoundAndNothingElse(TestDatabase database) {
        database.execute("""
                CREATE SCHEMA other;
                CREATE COLLATION other.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE TYPE other.label AS ENUM ('x', 'y');
                CREATE DOMAIN other.code AS text COLLATE other.ci;
                CREATE TYPE other.pair AS (a int, b text);
                CREATE TABLE entries (k1 bigint, k2 text);
                CREATE TABLE parked (k1 bigint, k2 text);
                """);
        int planted = 0;
        try (Session session = new Sessions(database.dataSource(), SearchPath.EMPTY).open("test")) {
            for (int i = 0; i < PAIRS.size(); i++) {
                planted += each(database, session, PAIRS.get(i), "p" + i);
            }
        }
        assertThat(planted).isGreaterThan(100);
    }

    private static int each(TestDatabase database, Session session, Pair pair, String name) {
        database.execute("""
                CREATE TABLE %1$s (id bigint, sub text, v %2$s, PRIMARY KEY (id, sub));
                INSERT INTO %1$s SELECT i, 's', %3$s FROM generate_series(1, %4$d) AS i;
                CREATE TABLE %1$s_copy (LIKE %1$s);
                INSERT INTO %1$s_copy SELECT * FROM %1$s""".formatted(name, pair.type(), pair.was(), ROWS));
        Comparison comparison = new Comparison(session, name);
        assertThat(comparison.differing()).as("of %s, nothing", pair.type()).isEmpty();
        List<String> values = new ArrayList<>(List.of(pair.is()));
        values.add("NULL");
        for (String value : values) {
            String set = "UPDATE %s_copy SET v = %s WHERE id = 7".formatted(name, value);
            assertThat(comparison.differingAfter(set))
                    .as("%s: %s", pair.type(), set)
                    .containsExactly("7");
            String both = "UPDATE %1$s SET v = %2$s WHERE id = 8; UPDATE %1$s_copy SET v = %2$s WHERE id = 9"
                    .formatted(name, value);
            assertThat(comparison.differingAfter(both))
                    .as("%s exchanged by two rows: %s", pair.type(), both)
                    .containsExactly("8", "9");
        }
        return 2 * values.size();
    }

    @Majors({14, 15, 17, 18})
    void rowsThatAreMissingOrTooMany(TestDatabase database) {
        database.execute("""
                CREATE TABLE entries (k1 bigint, k2 text);
                CREATE TABLE parked (k1 bigint, k2 text);
                CREATE TABLE t (id bigint, sub text, v text, PRIMARY KEY (id, sub));
                INSERT INTO t SELECT i, 's', 'v' FROM generate_series(1, 50) AS i;
                CREATE TABLE t_copy (LIKE t);
                INSERT INTO t_copy SELECT * FROM t""");
        try (Session session = new Sessions(database.dataSource(), SearchPath.EMPTY).open("test")) {
            Comparison comparison = new Comparison(session, "t");
            String doubled = "INSERT INTO t_copy SELECT * FROM t WHERE id = 3";
            assertThat(comparison.differingAfter("DELETE FROM t WHERE id = 1")).containsExactly("1");
            assertThat(comparison.differingAfter("DELETE FROM t_copy WHERE id = 1"))
                    .containsExactly("1");
            assertThat(comparison.differingAfter("INSERT INTO t VALUES (99, 's', NULL)"))
                    .containsExactly("99");
            assertThat(comparison.differingAfter(doubled)).containsExactly("3");
            assertThat(comparison.differingAfter(doubled + "; DELETE FROM t_copy WHERE id = 4"))
                    .containsExactly("3", "4");
            assertThat(comparison.differingAfter("TRUNCATE t_copy")).hasSize(20);
            assertThat(comparison.differingAfter("TRUNCATE t, t_copy")).isEmpty();

            String waits = "UPDATE t_copy SET v = 'w' WHERE id = 7; DELETE FROM t WHERE id = 8";
            assertThat(comparison.differingAfter(waits)).containsExactly("7", "8");
            String both = waits + "; INSERT INTO entries VALUES (7, 's'), (7, 's'); INSERT INTO parked VALUES (8, 's')";
            assertThat(comparison.differingAfter(both)).isEmpty();
            assertThat(comparison.differingAfter(both + "; UPDATE t SET v = 'x' WHERE id = 9"))
                    .containsExactly("9");
            assertThat(comparison.differingAfter(waits + "; INSERT INTO entries VALUES (7, 'of another')"))
                    .containsExactly("7", "8");
        }
    }

    /** What the statements tell of a table and its copy. */
    private static final class Comparison {

        private final Session session;
        private final ComparedTables tables;

        Comparison(Session session, String name) {
            this.session = session;
            QualifiedName one = QualifiedName.of("public", name);
            List<Column> columns = session.dialect()
                    .catalog(session.dsl(), ReadPatience.OF_SESSION)
                    .table(one)
                    .orElseThrow()
                    .columns();
            String equality =
                    session.dialect().statements(KeyLogStatements.class).ownEquality();
            KeyLog log = new KeyLog(
                    QualifiedName.of("public", "entries"),
                    QualifiedName.of("public", "parked"),
                    QualifiedName.of("public", "recheck"),
                    QualifiedName.of("public", "none"),
                    "none",
                    "none",
                    false,
                    List.of(
                            new KeyColumn("id", "bigint", Optional.empty(), equality),
                            new KeyColumn("sub", "text", Optional.empty(), equality)),
                    Optional.empty());
            this.tables = new ComparedTables(
                    log, one, QualifiedName.of("public", name + "_copy"), columns, List.of("id", "sub"));
        }

        Set<String> differing() {
            Rows rows = session.query(
                    session.dialect().statements(KeyLogStatements.class).unequal(tables));
            Set<String> keys = rows.values().stream()
                    .map(row -> String.valueOf(row.get(2)))
                    .collect(Collectors.toCollection(TreeSet::new));
            rows.values()
                    .forEach(row -> assertThat(Integer.parseInt(String.valueOf(row.get(0))))
                            .isGreaterThanOrEqualTo(keys.size()));
            return keys;
        }

        Set<String> differingAfter(String script) {
            return session.rolledBack(() -> {
                session.command("SET LOCAL search_path = public");
                for (String statement : script.split("; ")) {
                    session.command(statement);
                }
                session.command("SET LOCAL search_path = ''");
                return differing();
            });
        }
    }
}
