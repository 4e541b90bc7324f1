package dev.underpin.matviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.control.Failpoints;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class CreateViewIT {

    private static final String SESSIONS = """
            CREATE TABLE sessions (id int PRIMARY KEY, user_id int, status text);
            INSERT INTO sessions SELECT i, i % 100, (ARRAY['open', 'closed'])[i % 2 + 1] FROM generate_series(1, 1000) i""";

    private static final String STATS = """
            name: session_stats
            query: SELECT user_id, status, count(*) AS sessions FROM public.sessions GROUP BY 1, 2
            uniqueKey: [user_id, status]
            indexes: [ { name: session_stats_status, keys: [ { expression: lower(status) } ] } ]
            comment: It's counted.
            refresh: { mode: concurrent, maxStaleness: 1h }""";

    private static PlanBench create(TestDatabase database, String with) {
        return Bench.of(database, "matviews.create", with);
    }

    @Majors
    void appearsCompleteAndGoesWithoutATrace(PostgresServer server, TestDatabase database) {
        database.execute(SESSIONS);
        TestLogin reader = database.createLogin("reader", "");
        TestLogin leak = database.createLogin("leak", "");
        database.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + leak.name() + ", PUBLIC");
        PlanBench bench = create(database, STATS + "\ngrants: { select: [" + reader.name() + "] }");
        CatalogSnapshot before = bench.snapshot();
        RunReport preview = bench.preview();
        assertThat(before.diff(bench.snapshot())).isEmpty();

        RunReport applied = bench.report();

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(applied.steps().get(0).actions().get(0).sql())
                .isEqualTo(preview.steps().get(0).actions().get(0).sql());
        assertThat(database.queryLong("SELECT sum(sessions) FROM session_stats"))
                .isEqualTo(1000);
        assertThat(database.queryTexts("SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)"
                        + " WHERE relname = 'session_stats' AND grantee <> relowner"))
                .containsExactly(reader.name());
        assertThat(database.queryText("SELECT obj_description('session_stats'::regclass)"))
                .isEqualTo("It's counted.");
        database.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY session_stats");
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        Result rolledBack = bench.rollback();
        assertThat(rolledBack.outcome()).as(rolledBack.text()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void hostileNamesAreJustNames(TestDatabase database) {
        database.execute("CREATE SCHEMA \"My; --\"; CREATE TABLE \"My; --\".\"select\" (\"Gr\"\"oup\" int);"
                + "INSERT INTO \"My; --\".\"select\" VALUES (1), (2)");
        PlanBench bench = create(database, """
                name: '"My; --"."žluťoučký \\" kůň"'
                query: 'SELECT "Gr""oup", ''{0} ?'' AS "{1}" FROM "My; --"."select"'
                uniqueKey: ['"Gr""oup"']
                indexes: [ { name: '"i? {0}"', keys: [ { column: '"{1}"' } ], where: '"{1}" <> ''?''' } ]
                comment: "'; DROP TABLE x; -- {0} ?\"""".replace("\\\"", "\"\""));
        CatalogSnapshot before = bench.snapshot();
        Result applied = bench.apply();
        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM \"My; --\".\"žluťoučký \"\" kůň\""))
                .isEqualTo(2);
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void theSameViewIsNotCreatedTwiceNorDroppedByARollback(TestDatabase database) {
        database.execute(
                SESSIONS
                        + "; CREATE MATERIALIZED VIEW v AS SELECT user_id FROM sessions WHERE status = ANY (ARRAY['open', 'x'])");
        PlanBench bench = create(
                database, "name: v\nquery: select s.user_id from public.sessions s where s.status in ('open','x')");
        assertThat(bench.check().codes()).containsExactly(Codes.DIFFERENT_QUERY.id());
        PlanBench same =
                create(database, "name: v\nquery: select user_id from public.sessions where (status in ('open','x'))");
        CatalogSnapshot before = same.snapshot();
        assertThat(same.check().codes()).containsExactly(Codes.ALREADY_THERE.id());
        assertThat(same.apply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(same.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(same.snapshot())).isEmpty();
    }

    @Test
    void theSameQueryWithOtherPropertiesIsNotTheSameView(TestDatabase database) {
        database.execute(SESSIONS + "; CREATE MATERIALIZED VIEW session_stats AS"
                + " SELECT user_id, status, count(*) AS sessions FROM sessions GROUP BY 1, 2;"
                + "GRANT SELECT ON session_stats TO PUBLIC");
        Result refused = create(database, STATS).apply();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly(Codes.DIFFERENT_PROPERTIES.id());
        assertThat(refused.text())
                .contains("lacks index session_stats_key")
                .contains("lacks index session_stats_status")
                .contains("public has SELECT")
                .contains("its comment is another");
    }

    @Test
    void aQueryOverWhatAnEarlierStepMakesIsTriedThen(TestDatabase database) {
        database.execute(SESSIONS);
        PlanBench bench = Bench.of(database, """
                - { id: first, uses: matviews.create, with: { name: v, query: SELECT id FROM public.sessions } }
                - { id: second, uses: matviews.create, with: { name: w, query: SELECT count(*) FROM public.v } }
                - { id: third, uses: matviews.refresh, with: { name: w } }""");
        CatalogSnapshot before = bench.snapshot();

        assertThat(bench.check().text()).contains("It is checked again when the steps before it are done.");
        Result applied = bench.apply();

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count FROM w")).isEqualTo(1000);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(bench.snapshot())).isEmpty();
    }

    @Test
    void whatCannotBeIsRefusedBefore(TestDatabase database) {
        database.execute(SESSIONS + "; CREATE TABLE taken ()");
        assertThat(errors(database, "name: taken\nquery: SELECT 1 AS a")).containsExactly(CommonCodes.NAME_TAKEN.id());
        assertThat(errors(database, "name: nowhere.v\nquery: SELECT 1 AS a"))
                .containsExactly(CommonCodes.NO_SCHEMA.id());
        assertThat(errors(database, "name: v\nquery: SELECT a FROM nothing"))
                .containsExactly(Codes.REFUSED_BY_SERVER.id());
        assertThat(errors(database, "name: v\nquery: SELECT 1 AS a\nuniqueKey: [b]"))
                .containsExactly(Codes.REFUSED_BY_SERVER.id());
        assertThat(errors(
                        database,
                        "name: v\nquery: SELECT 1 AS a\nindexes: [ { name: taken, keys: [ { column: a } ] } ]"))
                .containsExactly(CommonCodes.NAME_TAKEN.id());
        assertThat(errors(database, "name: v\nquery: SELECT 1 AS a\ngrants: { select: [nobody_of_that_name] }"))
                .containsExactly(CommonCodes.NO_ROLE.id());
        assertThat(errors(database, "name: v\nquery: SELECT status FROM public.sessions\nuniqueKey: [status]"))
                .containsExactly(Codes.DUPLICATES.id());
    }

    @Test
    void aNullInTheKeyIsPointedOut(TestDatabase database) {
        Result checked = create(database, "name: v\nquery: VALUES (1), (NULL)\nuniqueKey: [column1]")
                .check();
        assertThat(checked.outcome()).isEqualTo(Outcome.DONE);
        assertThat(checked.codes()).containsExactly(Codes.NULLS.id());
    }

    @Test
    void rowsThatAPolicyHidesAreNotGivenAwaySilently(TestDatabase database) {
        database.execute(SESSIONS + "; ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;"
                + "CREATE VIEW between AS SELECT * FROM sessions");
        String query = "name: v\nquery: SELECT id FROM public.between";
        assertThat(create(database, query).check().codes()).isEmpty();
        Result granted =
                create(database, query + "\ngrants: { select: [public] }").check();
        assertThat(granted.codes()).containsExactly(Codes.NOT_SECURED.id());
        assertThat(granted.text()).contains("public.sessions");
    }

    @Test
    void whatSomebodyElseMadeOfItIsNotDropped(TestDatabase database) {
        database.execute(SESSIONS);
        PlanBench bench = create(database, STATS);
        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);
        database.execute("CREATE VIEW dependent AS SELECT * FROM session_stats");
        Result refused = bench.rollback();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.text()).contains("dependent");
        database.execute("DROP VIEW dependent; DROP MATERIALIZED VIEW session_stats;"
                + "CREATE MATERIALIZED VIEW session_stats AS SELECT 1 AS a");
        refused = bench.rollback();
        assertThat(refused.outcome()).isNotEqualTo(Outcome.DONE);
        assertThat(refused.codes()).contains(CommonCodes.ANOTHER_OBJECT.id());
        assertThat(database.queryLong("SELECT a FROM session_stats")).isEqualTo(1);
    }

    @Test
    void aDeathAtAnyMomentIsResumedOrRolledBack(TestDatabase database) {
        database.execute(SESSIONS);
        PlanBench bench = create(database, STATS);
        CatalogSnapshot before = bench.snapshot();
        Set<String> moments = new LinkedHashSet<>();
        assertThat(bench.apply((point, where) -> moments.add(point + " " + where))
                        .outcome())
                .isEqualTo(Outcome.DONE);
        CatalogSnapshot after = bench.snapshot();
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(moments).hasSizeGreaterThan(5);
        for (String moment : Matrix.some(List.copyOf(moments), "apply")) {
            assertThatThrownBy(() -> bench.apply(crashAt(moment))).as(moment).isInstanceOf(PlanBench.Crash.class);
            assertThat(bench.resume().outcome()).as(moment).isEqualTo(Outcome.DONE);
            assertThat(after.diff(bench.snapshot())).as(moment).isEmpty();
            assertThat(bench.rollback().outcome()).as(moment).isEqualTo(Outcome.DONE);
            assertThat(before.diff(bench.snapshot())).as(moment).isEmpty();
        }
    }

    private static Failpoints crashAt(String moment) {
        return (point, where) -> {
            if ((point + " " + where).equals(moment)) {
                throw new PlanBench.Crash();
            }
        };
    }

    private static List<String> errors(TestDatabase database, String with) {
        return create(database, with).check().problems().stream()
                .filter(problem -> problem.finding().severity() == Severity.ERROR)
                .map(problem -> problem.finding().code())
                .toList();
    }
}
