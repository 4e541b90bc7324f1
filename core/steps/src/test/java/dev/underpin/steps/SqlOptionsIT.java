package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the author of SQL says of it: that nothing has to be taken back, what it locks, what its way back needs, and by which ranges it goes. */
@PostgresTest
@SideBySide
class SqlOptionsIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private TestDatabase database;

    @BeforeEach
    void options(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE options (name text PRIMARY KEY, setting text);
                INSERT INTO options VALUES ('keep', 'it''s 7'), ('none', NULL);
                CREATE TABLE notes (id int PRIMARY KEY, text text);
                INSERT INTO notes SELECT n, 'n' FROM generate_series(1, 3000) AS n;
                """);
    }

    private PlanBench bench(String... steps) {
        StringBuilder text = new StringBuilder("apiVersion: underpin/v1\nplan: sql\nsteps:\n");
        for (int i = 0; i < steps.length; i++) {
            text.append("  - id: step-").append(i + 1).append('\n').append(steps[i].indent(4));
        }
        return new PlanBench(database, REGISTRY, text.toString());
    }

    @Test
    void whatWasCapturedComesBackByTheRollback() {
        PlanBench bench = bench("""
                uses: sql.run
                with:
                  apply: [ "UPDATE options SET setting = 'before'" ]
                  rollback: [ "UPDATE options SET setting = 'x'" ]
                """, """
                uses: sql.run
                with:
                  capture: { keep: "SELECT setting FROM options WHERE name = 'keep'", none: "SELECT NULL" }
                  apply: [ "UPDATE options SET setting = 'after'" ]
                  rollback: [ "UPDATE options SET setting = :keep || ' again' WHERE name = 'keep'; UPDATE options SET setting = :none WHERE name = 'none'" ]
                """);

        assertThat(bench.apply().text()).isEmpty();
        assertThat(bench.rollbackTo("step-1").text()).isEmpty();
        assertThat(database.queryTexts("SELECT setting FROM options ORDER BY name"))
                .containsExactly("before again", "null");
    }

    @Test
    void whatCannotBeCapturedEndsTheStepBeforeAnythingIsRun() {
        PlanBench bench = bench("""
                uses: sql.run
                with:
                  capture: { all_of_it: "SELECT setting FROM options" }
                  apply: [ "UPDATE options SET setting = 'after'" ]
                  rollback: [ "UPDATE options SET setting = :all_of_it" ]
                """);

        Result refused = bench.apply();

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly("E3207");
        assertThat(refused.text()).contains("captured as all_of_it", "more than one row", "nothing was run");
        assertThat(database.queryLong("SELECT count(*) FROM options WHERE setting = 'after'"))
                .isZero();
    }

    @Test
    void whatNeedsNoWayBackIsPassedOver() {
        PlanBench bench = bench("""
                uses: sql.run
                with: { apply: [ "CREATE TABLE kept ()" ], rollback: [nothing] }
                """, """
                uses: sql.run
                with: { apply: [ ANALYZE notes ], transaction: false, rollback: [nothing] }
                """, """
                uses: sql.batches
                with:
                  table: notes
                  statement: UPDATE notes SET text = 'm' WHERE id BETWEEN :from AND :to
                  rollback: [nothing]
                """);

        assertThat(bench.apply().text()).isEmpty();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text = 'm'"))
                .isEqualTo(3000);
        assertThat(bench.rollback().text()).isEmpty();
        assertThat(database.queryBoolean("SELECT to_regclass('kept') IS NOT NULL"))
                .isTrue();
    }

    @Test
    void moreLocksThanSaidUndoTheTransaction() {
        assertThat(locking("", "ALTER TABLE notes ADD more int").codes()).contains("E3204");
        assertThat(locking("{ table: notes, mode: share }", "ALTER TABLE notes ADD more int")
                        .codes())
                .contains("E3204");
        assertThat(database.queryLong("SELECT count(*) FROM pg_attribute WHERE attname = 'more'"))
                .isZero();
        assertThat(locking("", "UPDATE notes SET text = 'z'; CREATE TABLE made (id int PRIMARY KEY)")
                        .text())
                .isEmpty();
        assertThat(bench("uses: sql.assert\nwith: { sql: SELECT 1, expect: { value: 1 } }")
                        .rollback()
                        .outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(locking("{ table: notes, mode: accessExclusive }", "ALTER TABLE notes ADD more int")
                        .text())
                .isEmpty();
    }

    private PlanBench.Result locking(String locks, String statement) {
        return bench("""
                uses: sql.run
                with: { apply: [ "%s" ], rollback: [nothing], locks: [ %s ] }
                """.formatted(statement, locks)).apply();
    }

    @Test
    void rangesNeedAKeyAndAStatementThatIsUnderstood() {
        assertThat(batches("key: [text]", "UPDATE notes SET text = 'y' WHERE text BETWEEN :from AND :to")
                        .codes())
                .contains("E3205");
        assertThat(batches("", "UPDATE notes SET text WHERE id BETWEEN :from AND :to")
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThatThrownBy(() -> batches("", "UPDATE notes SET text = 'y'")).isInstanceOf(InvalidPlan.class);
        assertThatThrownBy(() -> batches("", "TRUNCATE notes; SELECT :from, :to"))
                .isInstanceOf(InvalidPlan.class);
        assertThatThrownBy(() -> bench("""
                uses: sql.run
                with: { apply: [ SELECT 1 ], rollback: [ "SELECT :unknown" ] }
                """)).isInstanceOf(InvalidPlan.class);
    }

    @Test
    void keysOfARowTypeAreRefusedBeforehand() {
        database.execute("""
                CREATE TYPE comp AS (a int, b text);
                CREATE DOMAIN held AS comp;
                DROP TABLE notes;
                CREATE TABLE notes (id comp PRIMARY KEY, other held NOT NULL UNIQUE, list comp[] NOT NULL UNIQUE, text text);
                INSERT INTO notes VALUES ((1, 'x'), (1, 'x'), '{"(1,x)"}', 'n');
                """);
        String where = "UPDATE notes SET text = 'y' WHERE %s BETWEEN :from AND :to";

        assertThat(batches("", where.formatted("id")).codes()).containsExactly("E3205");
        assertThat(batches("key: [other]", where.formatted("other")).codes()).containsExactly("E3205");
        assertThat(batches("key: [list]", where.formatted("list")).text()).isEmpty();
        assertThat(database.queryText("SELECT text FROM notes")).isEqualTo("y");
    }

    @Test
    void whoDoesNotSeeAllRowsIsRefusedBeforehand() {
        TestLogin owner = database.createLogin("owner", "");
        database.execute(
                "GRANT ALL ON SCHEMA public TO %1$s; GRANT CREATE ON DATABASE %2$s TO %1$s; ALTER TABLE notes OWNER TO %1$s; ALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
                        .formatted(owner.name(), database.name()));
        Plan plan = Plan.parse("""
                apiVersion: underpin/v1
                plan: sql
                steps:
                  - id: step
                    uses: sql.batches
                    with: { table: notes, statement: "DELETE FROM notes WHERE id BETWEEN :from AND :to", rollback: [nothing] }
                """, "plan.yaml", REGISTRY, Map.of());
        Underpin underpin = Underpin.builder()
                .dataSource(database.dataSourceAs(owner))
                .registry(REGISTRY)
                .build();

        assertThat(underpin.check(plan).findings())
                .extracting(problem -> problem.finding().code())
                .containsExactly("E3206");
        database.execute("ALTER TABLE notes NO FORCE ROW LEVEL SECURITY");
        assertThat(underpin.check(plan).findings()).isEmpty();
    }

    private PlanBench.Result batches(String key, String statement) {
        return bench("""
                uses: sql.batches
                with:
                  table: notes
                  statement: "%s"
                  rollback: [nothing]
                  %s
                """.formatted(statement, key)).apply();
    }
}
