package dev.underpin.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.plan.Plan;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Tables without partitions, and materialized views. */
@PostgresTest
@SideBySide
class CreateIndexIT {

    private static final String USERS = """
            CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text, tags text[]);
            INSERT INTO users SELECT i, 'user' || i || '@example.org', 'name ' || i % 50, ARRAY['a', 'b']
            FROM generate_series(1, 2000) i;
            ANALYZE users""";

    private static final String BY_NAME = "table: users\nname: users_name\nkeys: [ { column: name } ]";

    @Majors
    void isBuiltAndTakenBackWithoutATrace(PostgresServer server, TestDatabase database) {
        database.execute(USERS);
        PlanBench bench = Bench.of(database, """
                table: users
                name: '"Users; -- by ""e-mail""\"'
                keys: [ { expression: lower(email), opclass: text_pattern_ops, collation: C, order: desc } ]
                include: [name]
                where: name IS NOT NULL
                with: { fillfactor: 80 }""");
        CatalogSnapshot before = bench.snapshot();
        RunReport preview = bench.preview();
        assertThat(before.diff(bench.snapshot())).isEmpty();

        RunReport applied = bench.report();

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(sql(applied)).isEqualTo(sql(preview)).isNotEmpty();
        assertThat(database.queryText("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid ="
                        + " 'users'::regclass AND indisvalid AND NOT indisprimary"))
                .endsWith("USING btree (lower(email) COLLATE \"C\" text_pattern_ops DESC) INCLUDE (name)"
                        + " WITH (fillfactor='80') WHERE (name IS NOT NULL)");
        assertThat(database.queryLong("SELECT count(*) FROM pg_stats WHERE tablename LIKE 'Users;%'"))
                .as("statistics of the expression")
                .isEqualTo(1);
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    /** No step of known effect makes a text search configuration, so nothing is hoped for from the step before. */
    @Test
    void whatNoStepBeforeCanMakeIsRefusedByTheCheckAlready(TestDatabase database) {
        database.execute(USERS);
        Plan plan = Plan.parse("""
                apiVersion: underpin/v1
                plan: two
                steps:
                  - { id: a, uses: indexing.create, with: { table: users, name: by_name, keys: [ { column: name } ] } }
                  - id: b
                    uses: indexing.create
                    with: { table: users, name: words, method: gin, keys: [ { expression: "to_tsvector('czech', name)" } ] }
                """, "plan.yaml", Bench.REGISTRY, Map.of());

        RunReport checked = Underpin.builder()
                .dataSource(database.dataSource())
                .registry(Bench.REGISTRY)
                .build()
                .check(plan);

        assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(checked.findings())
                .anyMatch(problem ->
                        problem.error() && problem.finding().message().contains("czech"));
    }

    private static List<List<String>> sql(RunReport report) {
        return report.steps().get(0).actions().stream().map(ActionReport::sql).toList();
    }

    @Test
    void anEqualIndexUnderAnotherNameIsEnough(TestDatabase database) {
        database.execute(USERS + "; CREATE INDEX there ON users USING btree (name ASC NULLS LAST)");
        PlanBench bench = Bench.of(database, BY_NAME);
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.check().codes()).contains(Codes.ALREADY_THERE.id());
        Result applied = bench.apply();

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void theSameIndexIsNotBuiltTwiceNorDroppedByARollback(TestDatabase database) {
        database.execute(USERS + "; CREATE INDEX users_name ON users (name)");
        PlanBench bench = Bench.of(database, BY_NAME);
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void anotherIndexOfTheNameIsInTheWay(TestDatabase database) {
        database.execute(USERS + "; CREATE INDEX users_name ON users (email)");
        Result refused = Bench.of(database, BY_NAME).apply();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly(CommonCodes.NAME_TAKEN.id());
        assertThat(refused.text()).contains("public.users_name").contains("USING btree (email)");
        assertThat(journaled(database)).isFalse();
    }

    @Test
    void aTableOfTheNameIsInTheWay(TestDatabase database) {
        database.execute(USERS + "; CREATE TABLE users_name ()");
        Result refused = Bench.of(database, BY_NAME).apply();
        assertThat(refused.codes()).containsExactly(CommonCodes.NAME_TAKEN.id());
    }

    @Test
    void somebodyElsesInvalidIndexIsNotTouched(TestDatabase database) {
        database.execute(USERS + "; UPDATE users SET name = 'twice' WHERE id < 3");
        failingBuild(database, "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name)");
        database.execute("UPDATE users SET name = 'name ' || id");
        PlanBench bench = Bench.of(database, BY_NAME + "\nunique: true");
        CatalogSnapshot before = bench.snapshot();

        Result refused = bench.apply();

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly(Codes.INVALID_LEFTOVER.id());
        assertThat(refused.text()).contains("DROP INDEX CONCURRENTLY public.users_name");
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void anInvalidIndexUnderAnotherNameIsPointedOut(TestDatabase database) {
        database.execute(USERS);
        failingBuild(database, "CREATE UNIQUE INDEX CONCURRENTLY broken ON users (name)");
        database.execute("DELETE FROM users WHERE id > 50");
        Result applied = Bench.of(database, BY_NAME + "\nunique: true").check();
        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(applied.codes()).contains(Codes.OTHER_INVALID.id());
    }

    private static void failingBuild(TestDatabase database, String sql) {
        Assertions.assertThatThrownBy(() -> database.execute(sql)).isInstanceOf(UncheckedSqlException.class);
    }

    @Test
    void duplicatesAreFoundBeforeAnythingIsBuilt(TestDatabase database) {
        database.execute(USERS);
        database.execute("ANALYZE users");
        Result refused = Bench.of(database, BY_NAME + "\nunique: true").apply();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly(Codes.DISK.id(), Codes.DUPLICATES.id());
        assertThat(refused.text()).contains("name=name ").contains("rows=40");
        assertThat(journaled(database)).isFalse();
    }

    @Test
    void duplicatesThatComeDuringTheBuildLeaveNothing(TestDatabase database) {
        database.execute(USERS + "; UPDATE users SET name = 'name ' || id");
        PlanBench bench = Bench.of(database, BY_NAME + "\nunique: true");
        CatalogSnapshot before = bench.snapshot();

        Result failed = bench.apply(PlanBench.once(
                Failpoint.AUTOCOMMIT_INTENT,
                "build:public.users",
                () -> database.execute("UPDATE users SET name = 'twice' WHERE id < 3")));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(failed.text()).contains("twice");
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void anUnfinishedBuildOfOursIsMended(TestDatabase database) {
        database.execute(USERS);
        PlanBench bench = Bench.of(database, BY_NAME);
        Assertions.assertThatThrownBy(
                        () -> bench.apply(PlanBench.once(Failpoint.AUTOCOMMIT_INTENT, "build:public.users", () -> {
                            database.execute("CREATE INDEX users_name ON users (name)");
                            database.execute(
                                    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_name'::regclass");
                            throw new PlanBench.Crash();
                        })))
                .isInstanceOf(PlanBench.Crash.class);

        assertThat(bench.resume().outcome()).isEqualTo(Outcome.DONE);

        assertThat(database.queryBoolean("SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_name'::regclass"))
                .isTrue();
    }

    @Test
    void patienceEndsAndLeavesNothing(TestDatabase database) {
        database.execute(USERS + "; CREATE TABLE elsewhere ()");
        PlanBench bench = Bench.of(database, BY_NAME + "\nmaxWait: 1s");
        CatalogSnapshot before = bench.snapshot();
        try (TestSession old = database.session().begin()) {
            old.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM elsewhere");
            Result failed = bench.apply();
            assertThat(failed.outcome()).isIn(Outcome.FAILED_ROLLED_BACK, Outcome.BUSY);
        }
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void onlyAnOwnerMayIndex(TestDatabase database) {
        database.execute(USERS + "; CREATE VIEW v AS SELECT 1 AS a; CREATE SEQUENCE s");
        assertThat(codes(database, "table: nothing\nname: i\nkeys: [ { column: a } ]"))
                .containsExactly(CommonCodes.NO_RELATION.id());
        assertThat(codes(database, "table: v\nname: i\nkeys: [ { column: a } ]"))
                .containsExactly(CommonCodes.OTHER_KIND.id());
        assertThat(codes(database, "table: s\nname: i\nkeys: [ { column: a } ]"))
                .containsExactly(CommonCodes.OTHER_KIND.id());
        assertThat(codes(database, "table: users\nname: i\nkeys: [ { column: nam } ]\ninclude: [naem]"))
                .containsExactly(CommonCodes.NO_COLUMN.id(), CommonCodes.NO_COLUMN.id());
    }

    @Test
    void whatTheServerWouldRefuseIsRefusedBefore(TestDatabase database) {
        database.execute(USERS);
        assertThat(Bench.of(database, "table: users\nname: i\nmethod: gin\nkeys: [ { column: name } ]")
                        .check()
                        .text())
                .contains(Codes.REFUSED_BY_SERVER.id())
                .contains("no default operator class for access method \"gin\"");
        assertThat(Bench.of(database, "table: users\nname: i\nkeys: [ { expression: 'now()::text || name' } ]")
                        .check()
                        .text())
                .contains("must be marked IMMUTABLE");
        assertThat(codes(database, "table: users\nname: i\nmethod: nonesuch\nkeys: [ { column: name } ]"))
                .containsExactly(Codes.REFUSED_BY_SERVER.id());
        assertThat(codes(database, "table: users\nname: i\nkeys: [ { column: name } ]\nwith: { colour: red }"))
                .containsExactly(Codes.REFUSED_BY_SERVER.id());
    }

    @Test
    void aMaterializedViewIsIndexedToo(TestDatabase database) {
        database.execute(
                USERS + "; CREATE MATERIALIZED VIEW names AS SELECT name, count(*) AS n FROM users GROUP BY 1");
        PlanBench bench = Bench.of(database, "table: names\nname: names_key\nunique: true\nkeys: [ { column: name } ]");
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);

        database.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY names");
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void aTransactionThatTheBuildWouldWaitForIsNamed(TestDatabase database) {
        database.execute(USERS);
        try (TestSession preparing = database.session()) {
            preparing.execute("BEGIN; INSERT INTO users VALUES (0, 'x'); PREPARE TRANSACTION 'forgotten'");
            Result checked = Bench.of(database, BY_NAME).check();
            assertThat(checked.codes()).contains(Codes.BLOCKERS.id());
            assertThat(checked.text()).contains("prepared transaction forgotten");
            preparing.execute("ROLLBACK PREPARED 'forgotten'");
        }
    }

    private static List<String> codes(TestDatabase database, String with) {
        return Bench.of(database, with).check().problems().stream()
                .filter(problem -> problem.finding().severity() == Severity.ERROR)
                .map(problem -> problem.finding().code())
                .toList();
    }

    private static boolean journaled(TestDatabase database) {
        return database.queryBoolean("SELECT to_regnamespace('underpin') IS NOT NULL");
    }

    /** From 17 on the server itself builds indexes with a search path of its own. */
    @Majors({14, 16})
    void anExpressionFindsWhatItsFunctionLooksUpOnThePlansSearchPath(PostgresServer server, TestDatabase database) {
        database.execute("""
                CREATE FUNCTION shorter(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(t, 3)';
                CREATE FUNCTION folded(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN shorter(lower(t)); END';
                CREATE TABLE people (name text); INSERT INTO people SELECT 'Name ' || i FROM generate_series(1, 100) AS i;
                CREATE TABLE parted (name text, at int) PARTITION BY LIST (at);
                CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1); INSERT INTO parted VALUES ('Name', 1);
                """);
        for (String table : List.of("people", "parted")) {
            PlanBench bench = Bench.of(
                    database,
                    "table: " + table + "\nname: folded_" + table + "\nkeys: [ { expression: folded(name) } ]");
            CatalogSnapshot before = bench.snapshot();

            Result applied = bench.apply();

            assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
            assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
            assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
            assertThat(before.diff(bench.snapshot())).isEmpty();
        }
    }
}
