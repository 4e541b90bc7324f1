package dev.underpin.matviews;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.report.Outcome;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class RefreshViewIT {

    private static final String VIEW = """
            CREATE TABLE t (a int);
            INSERT INTO t VALUES (1);
            CREATE MATERIALIZED VIEW v AS SELECT a FROM t;
            INSERT INTO t VALUES (2);
            """;

    private static PlanBench refresh(TestDatabase database, String with) {
        return Bench.of(database, "matviews.refresh", with);
    }

    @Test
    void readersGoOnDuringAConcurrentRefresh(TestDatabase database) {
        database.execute(VIEW + "CREATE UNIQUE INDEX ON v (a)");
        List<Long> seen = new ArrayList<>();
        try (TestSession reader = database.session().begin()) {
            reader.execute("SELECT FROM v");
            Result applied = refresh(database, "name: v")
                    .apply(PlanBench.once(
                            Failpoint.TRANSACTION_BEFORE_COMMIT,
                            "refresh:public.v",
                            () -> seen.add(database.queryLong("SELECT count(*) FROM v"))));
            assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        }
        assertThat(seen).as("rows seen while the refresh held its lock").containsExactly(1L);
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(2);
    }

    @Test
    void aLongConcurrentRefreshIsNotGivenUp(TestDatabase database) {
        database.execute("""
                CREATE TABLE t (a int);
                CREATE MATERIALIZED VIEW v AS SELECT a, pg_sleep(0.2) IS NULL AS slept FROM t;
                CREATE UNIQUE INDEX ON v (a);
                INSERT INTO t VALUES (1), (2), (3), (4)""");
        Result applied = refresh(database, "name: v\nmode: concurrent").apply();
        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(4);
    }

    @Test
    void aBlockingRefreshKeepsReadersWaitingNoLongerThanItMay(TestDatabase database) {
        database.execute(VIEW);
        try (TestSession reader = database.session().begin()) {
            reader.execute("SELECT FROM v");
            Result busy = refresh(database, "name: v\nmode: blocking").apply();
            assertThat(busy.outcome()).as(busy.text()).isIn(Outcome.BUSY, Outcome.STOPPED, Outcome.FAILED_ROLLED_BACK);
        }
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(1);
    }

    @Test
    void autoTakesWhatTheViewAllows(TestDatabase database) {
        database.execute(VIEW);
        assertThat(sql(database)).isEqualTo("REFRESH MATERIALIZED VIEW \"public\".\"v\" WITH DATA");
        assertThat(refresh(database, "name: v").check().codes())
                .containsExactly(Codes.BLOCKS_READERS.id(), Codes.STAYS_REFRESHED.id());
        database.execute("CREATE UNIQUE INDEX ON v (a)");
        assertThat(sql(database)).isEqualTo("REFRESH MATERIALIZED VIEW CONCURRENTLY \"public\".\"v\" WITH DATA");
        assertThat(refresh(database, "name: v").check().codes()).containsExactly(Codes.STAYS_REFRESHED.id());
        database.execute("REFRESH MATERIALIZED VIEW v WITH NO DATA");
        assertThat(sql(database)).isEqualTo("REFRESH MATERIALIZED VIEW \"public\".\"v\" WITH DATA");
    }

    private static String sql(TestDatabase database) {
        return refresh(database, "name: v")
                .preview()
                .steps()
                .get(0)
                .actions()
                .get(0)
                .sql()
                .get(0);
    }

    @Test
    void onlyAnIndexThatTellsAllRowsApartAllowsAConcurrentRefresh(TestDatabase database) {
        for (String unsuitable : List.of(
                "CREATE INDEX ON v (a)",
                "CREATE UNIQUE INDEX ON v (a) WHERE a > 0",
                "CREATE UNIQUE INDEX ON v ((a + 1))",
                "CREATE UNIQUE INDEX i ON v (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass")) {
            database.execute("DROP MATERIALIZED VIEW IF EXISTS v; DROP TABLE IF EXISTS t;" + VIEW + unsuitable);
            assertThat(errors(database, "name: v\nmode: concurrent"))
                    .as(unsuitable)
                    .containsExactly(Codes.NOT_CONCURRENTLY.id());
        }
        database.execute("CREATE UNIQUE INDEX ON v (a); REFRESH MATERIALIZED VIEW v WITH NO DATA");
        assertThat(errors(database, "name: v\nmode: concurrent")).containsExactly(Codes.NOT_POPULATED.id());
    }

    @Test
    void onlyAMaterializedViewCanBeRefreshed(TestDatabase database) {
        database.execute(VIEW);
        assertThat(errors(database, "name: t")).containsExactly(CommonCodes.OTHER_KIND.id());
        assertThat(errors(database, "name: nothing")).containsExactly(CommonCodes.NO_RELATION.id());
    }

    @Test
    void aRollbackLeavesItRefreshed(TestDatabase database) {
        database.execute(VIEW);
        PlanBench bench = refresh(database, "name: v");
        assertThat(bench.preview().findings().stream()
                        .map(problem -> problem.finding().code()))
                .contains(Codes.STAYS_REFRESHED.id());
        assertThat(bench.apply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(2);
    }

    @Test
    void oldRowsStayWhenTheNewOnesAreNotUnique(TestDatabase database) {
        database.execute(VIEW + "CREATE UNIQUE INDEX ON v (a); INSERT INTO t VALUES (2)");
        Result failed = refresh(database, "name: v").apply();
        assertThat(failed.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failed.text()).contains("duplicate");
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(1);
    }

    private static List<String> errors(TestDatabase database, String with) {
        return refresh(database, with).check().problems().stream()
                .filter(problem -> problem.finding().severity() == Severity.ERROR)
                .map(problem -> problem.finding().code())
                .toList();
    }

    /** From 17 on the server itself refreshes with a search path of its own. */
    @Majors({14, 16})
    void theQueryFindsWhatItsFunctionsLookUpOnThePlansSearchPath(PostgresServer server, TestDatabase database) {
        database.execute("""
                CREATE FUNCTION shorter(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(t, 3)';
                CREATE FUNCTION folded(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN shorter(lower(t)); END';
                CREATE TABLE t (a int, name text); INSERT INTO t VALUES (1, 'Name');
                CREATE MATERIALIZED VIEW v AS SELECT a, folded(name) AS folded FROM t;
                CREATE INDEX v_folded ON v (folded(folded));
                INSERT INTO t VALUES (2, 'Other');
                """);
        Result blocking = refresh(database, "name: v\nmode: blocking").apply();
        assertThat(blocking.outcome()).as(blocking.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(2);

        assertThat(refresh(database, "name: v\nmode: blocking").rollback().outcome())
                .isEqualTo(Outcome.DONE);
        database.execute("CREATE UNIQUE INDEX ON v (a); INSERT INTO t VALUES (3, 'Third')");
        Result concurrent = refresh(database, "name: v\nmode: concurrent").apply();
        assertThat(concurrent.outcome()).as(concurrent.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM v")).isEqualTo(3);
    }

    @Majors({14, 16})
    void aViewIsFilledAndAnalyzedOnThePlansSearchPath(PostgresServer server, TestDatabase database) {
        database.execute("""
                CREATE FUNCTION shorter(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(t, 3)';
                CREATE FUNCTION folded(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN shorter(lower(t)); END';
                CREATE TABLE t (a int, name text); INSERT INTO t VALUES (1, 'Name'), (2, 'Other');
                """);
        PlanBench bench = Bench.of(database, "matviews.create", """
                name: public.names
                query: SELECT a, folded(name) AS folded FROM t
                uniqueKey: [a]
                indexes: [ { name: names_folded, keys: [ { expression: folded(folded) } ] } ]
                """);
        Result applied = bench.apply();
        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryText("SELECT folded FROM names WHERE a = 1")).isEqualTo("nam");
    }
}
