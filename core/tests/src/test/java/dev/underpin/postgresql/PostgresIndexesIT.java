package dev.underpin.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.CanonicalIndex.Term;
import dev.underpin.spi.dialect.CollationName;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IndexKey;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.Definable;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.PathName;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class PostgresIndexesIT {

    private static final String HOSTILE = "a USING \"b\"; -- 'žluť' {0} ?";
    private static final QualifiedName TABLE = QualifiedName.of("odd \"schema\"", "order USING (");
    private static final TableIndex PLACE = new TableIndex(TABLE, TABLE.sibling(HOSTILE));

    @Majors(always = true)
    void theCanonicalFormIsTheSameHoweverItWasWritten(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        createTable(database);
        CanonicalIndex one = canonical(dialect, database, spec("id in (1,2)", Optional.empty()));
        CanonicalIndex two =
                canonical(dialect, database, spec("(id)=any(ARRAY[1, 2])", Optional.of(IndexKey.Nulls.LAST)));
        assertThat(one).isEqualTo(two);
        assertThat(one.shape())
                .isEqualTo(
                        "btree (lower(\"group\") COLLATE \"C\" text_pattern_ops, id DESC NULLS LAST) INCLUDE (\"we \"\"ird\")"
                                + " WITH (fillfactor='70') WHERE (id = ANY (ARRAY[1, 2]))");
        assertThat(one.keys()).containsExactly("lower(\"group\")", "id");
        assertThat(one.include()).containsExactly("we \"ird");
        assertThat(one.plainKeys()).isFalse();
        assertThat(one.partial()).isTrue();
        assertThat(one.unique()).isFalse();
    }

    @Majors(always = true)
    void whatIsBuiltIsWhatWasImagined(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        createTable(database);
        CanonicalIndex canonical = canonical(dialect, database, spec("id > 0", Optional.empty()));
        IndexStatements indexes = dialect.statements(IndexStatements.class);

        assertThat(probe(database, indexes.probeBuilt(PLACE, canonical))).isEqualTo("ABSENT");
        assertThat(probe(database, indexes.probeDropped(PLACE, canonical))).isEqualTo("DONE");
        database.execute(indexes.buildConcurrently(PLACE, canonical).text());
        assertThat(probe(database, indexes.probeBuilt(PLACE, canonical))).isEqualTo("DONE");
        assertThat(probe(database, indexes.probeDropped(PLACE, canonical))).isEqualTo("ABSENT");
        assertThat(definition(database))
                .isEqualTo(probe(database, indexes.definitions(canonical, List.of(new Definable(PLACE, false)))));

        database.execute(indexes.dropConcurrently(PLACE).text());
        assertThat(probe(database, indexes.probeBuilt(PLACE, canonical))).isEqualTo("ABSENT");
    }

    @Test
    void anInvalidIndexIsPartialAndAnotherOneForeign(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        IndexStatements indexes = dialect.statements(IndexStatements.class);
        createTable(database);
        database.execute("INSERT INTO " + quoted(dialect, TABLE) + "(id) VALUES (1), (1)");
        CanonicalIndex unique = canonical(dialect, database, IndexSpec.uniqueOn(List.of(new Identifier("id"))));
        assertThatThrownBy(() -> database.execute(
                        indexes.buildConcurrently(PLACE, unique).text()))
                .isInstanceOf(UncheckedSqlException.class);
        assertThat(probe(database, indexes.probeBuilt(PLACE, unique))).isEqualTo("PARTIAL");

        CanonicalIndex other = canonical(dialect, database, spec("id > 0", Optional.empty()));
        assertThat(probe(database, indexes.probeBuilt(PLACE, other))).isEqualTo("FOREIGN");
        assertThat(probe(database, indexes.probeDropped(PLACE, other))).isEqualTo("FOREIGN");

        database.execute(indexes.dropConcurrently(PLACE).text());
        database.execute("CREATE SEQUENCE " + quoted(dialect, PLACE.index()));
        assertThat(probe(database, indexes.probeBuilt(PLACE, unique))).isEqualTo("FOREIGN");
    }

    @Majors(always = true)
    void aTreeIsDeclaredAttachedAndRemoved(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        IndexStatements indexes = dialect.statements(IndexStatements.class);
        database.execute("""
                CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')""");
        QualifiedName parent = QualifiedName.of("public", "p");
        QualifiedName leaf = QualifiedName.of("public", "p1");
        TableIndex above = new TableIndex(parent, parent.sibling("i"));
        TableIndex below = new TableIndex(leaf, leaf.sibling("i1"));
        CanonicalIndex canonical =
                new CanonicalIndex("btree (id)", "btree", false, false, true, List.of("id"), List.of());

        database.execute(indexes.declare(above, canonical).text());
        assertThat(database.queryTexts(indexes.incomplete(above).text())).containsExactly("p", "p1");
        assertThat(probe(database, indexes.probeBuilt(above, canonical))).isEqualTo("PARTIAL");
        database.execute(indexes.buildConcurrently(below, canonical).text());
        database.execute(indexes.attach(above, below).text());
        assertThat(database.queryTexts(indexes.incomplete(above).text())).isEmpty();
        assertThat(probe(database, indexes.probeBuilt(above, canonical))).isEqualTo("DONE");
        assertThat(database.queryTexts(
                        indexes.definitions(canonical, List.of(new Definable(above, true), new Definable(below, false)))
                                .text()))
                .containsExactlyElementsOf(database.queryTexts(
                        "SELECT (SELECT pg_get_indexdef(x::regclass) FROM set_config('search_path', '', false))"
                                + " FROM unnest(ARRAY['public.i', 'public.i1']) x"));
        database.execute(
                indexes.dropPartitioned(above.index(), List.of(parent, leaf)).text());
        assertThat(probe(database, indexes.probeBuilt(below, canonical))).isEqualTo("ABSENT");
    }

    @Test
    void duplicatesAreFoundAsTheIndexWouldFindThem(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        database.execute("CREATE TABLE t (a int, b text);"
                + "INSERT INTO t VALUES (1, 'x'), (1, 'X'), (2, 'y'), (2, 'z'), (NULL, 'n'), (NULL, 'n')");
        QualifiedName table = QualifiedName.of("public", "t");
        assertThat(duplicates(dialect, database, table, uniqueOn("lower(b)", false, Optional.empty())))
                .containsExactly(List.of(1, "x", 2L));
        assertThat(duplicates(dialect, database, table, uniqueOn("1", false, Optional.empty())))
                .hasSize(2);
        assertThat(duplicates(dialect, database, table, uniqueOn("1", true, Optional.empty())))
                .hasSize(3);
        assertThat(duplicates(dialect, database, table, uniqueOn("1", false, Optional.of("a > 1"))))
                .containsExactly(List.of(2, 1, 2L));
    }

    @Test
    void onlyThoseWhomABuildWouldWaitForAreBlockers(PostgresServer server, TestDatabase database) {
        Dialect dialect = new PostgresDialect(server.major());
        database.execute("CREATE TABLE t (a int); CREATE TABLE other (a int)");
        String blockers = dialect.statements(IndexStatements.class)
                .blockers(List.of(QualifiedName.of("public", "t")))
                .text()
                .replace("'30 seconds'", "'0 seconds'");
        try (TestSession snapshot = database.session().begin();
                TestSession idle = database.session().begin();
                TestSession writer = database.session().begin();
                TestSession elsewhere = database.session().begin()) {
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1");
            idle.execute("SELECT count(*) FROM t; SAVEPOINT without_a_snapshot");
            writer.execute("INSERT INTO t VALUES (1)");
            elsewhere.execute("INSERT INTO other VALUES (1)");
            assertThat(database.queryTexts(blockers))
                    .containsExactlyInAnyOrder("session " + snapshot.backendPid(), "session " + writer.backendPid());
        }
        try (TestSession preparing = database.session()) {
            preparing.execute("BEGIN; INSERT INTO other VALUES (2); PREPARE TRANSACTION 'one''s own'");
            assertThat(database.queryTexts(blockers)).containsExactly("prepared transaction one's own");
        }
    }

    private static List<List<Object>> duplicates(
            Dialect dialect, TestDatabase database, QualifiedName table, IndexSpec spec) {
        return database
                .queryRows(dialect.statements(IndexStatements.class)
                        .duplicates(table, spec, false, 5)
                        .text())
                .stream()
                .map(row -> List.<Object>copyOf(row.stream()
                        .map(value -> value == null ? "NULL" : value)
                        .toList()))
                .toList();
    }

    private static IndexSpec uniqueOn(String expression, boolean nullsNotDistinct, Optional<String> where) {
        return new IndexSpec(
                IndexSpec.BTREE,
                List.of(IndexKey.of(new Identifier("a")), expression(expression)),
                List.of(),
                true,
                nullsNotDistinct,
                where.map(SqlExpression::new),
                Collections.emptySortedMap());
    }

    private static IndexKey expression(String text) {
        return new IndexKey(
                Optional.empty(),
                Optional.of(new SqlExpression(text)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void createTable(TestDatabase database) {
        Dialect dialect = new PostgresDialect(17);
        database.execute("CREATE SCHEMA " + dialect.render(org.jooq.impl.DSL.quotedName(TABLE.schema())));
        database.execute(
                "CREATE TABLE " + quoted(dialect, TABLE) + " (id int NOT NULL, \"group\" text, \"we \"\"ird\" int)");
    }

    private static String quoted(Dialect dialect, QualifiedName name) {
        return dialect.render(name.jooq());
    }

    private static IndexSpec spec(String where, Optional<IndexKey.Nulls> nulls) {
        SortedMap<String, String> with = new TreeMap<>();
        with.put("fillfactor", "70");
        return new IndexSpec(
                IndexSpec.BTREE,
                List.of(
                        new IndexKey(
                                Optional.empty(),
                                Optional.of(new SqlExpression("lower( \"group\" )")),
                                Optional.of(PathName.parse("text_pattern_ops")),
                                Optional.of(CollationName.parse("C")),
                                Optional.of(IndexKey.Order.ASC),
                                nulls),
                        new IndexKey(
                                Optional.of(new Identifier("id")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(IndexKey.Order.DESC),
                                Optional.of(IndexKey.Nulls.LAST))),
                List.of(new Identifier("we \"ird")),
                false,
                false,
                Optional.of(new SqlExpression(where)),
                with);
    }

    private static CanonicalIndex canonical(Dialect dialect, TestDatabase database, IndexSpec spec) {
        QualifiedName standIn = dialect.statements(StandInStatements.class).name(TABLE.local());
        TableIndex place = new TableIndex(
                standIn, dialect.statements(StandInStatements.class).name("canonical"));
        List<Column> columns = List.of(
                column("id", "integer", true), column("group", "text", false), column("we \"ird", "integer", false));
        return CanonicalIndex.of(ScratchQueries.rows(
                        database,
                        List.of(
                                dialect.statements(StandInStatements.class).table(standIn, columns, Optional.empty()),
                                dialect.statements(IndexStatements.class).buildOnStandIn(place, spec)),
                        dialect.statements(IndexStatements.class).canonical(place))
                .stream()
                .map(row -> new Term(
                        String.valueOf(row.get(0)),
                        String.valueOf(row.get(1)),
                        Boolean.TRUE.equals(row.get(2)),
                        Boolean.TRUE.equals(row.get(3)),
                        String.valueOf(row.get(4)),
                        Boolean.TRUE.equals(row.get(5)),
                        Boolean.TRUE.equals(row.get(6))))
                .toList());
    }

    private static Column column(String name, String type, boolean notNull) {
        return new Column(
                name,
                type,
                Optional.empty(),
                notNull,
                Optional.empty(),
                Column.Generation.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap(),
                Acl.BUILT_IN,
                Optional.empty());
    }

    private static String probe(TestDatabase database, Sql sql) {
        return String.valueOf(
                ScratchQueries.rows(database, List.of(), sql).get(0).get(0));
    }

    private static String definition(TestDatabase database) {
        try (TestSession session = database.session()) {
            session.execute("SET search_path = ''");
            return session.queryText(
                    "SELECT pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid ="
                            + " i.indexrelid WHERE c.relname = ?",
                    HOSTILE);
        }
    }
}
