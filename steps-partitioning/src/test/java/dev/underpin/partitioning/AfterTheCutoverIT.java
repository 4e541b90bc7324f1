package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** What somebody else does to a converted table is refused, or noticed by name when the conversion is to be taken back. */
@PostgresTest
@SideBySide
class AfterTheCutoverIT {

    private static final String GUARDED = "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 } }";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, GUARDED);
        fresh.execute("""
                CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes SELECT n, 'n' || n, date_trunc('month', now()) - n * interval '10 hours' FROM generate_series(1, 100) AS n;
                """);
    }

    private void run(String sql) {
        database.execute(sql);
    }

    private Told anotherPlan() {
        Plan another = Plan.parse(
                """
                apiVersion: underpin/v1
                plan: another
                steps: [ { id: again, uses: partitioning.convert, with: %s } ]
                """.formatted(GUARDED.replace(
                        "ahead: 0 }", "ahead: 0 }, retiredName: elsewhere, partitionName: \"x_{yyyy}_{MM}\"")),
                "another.yaml",
                PluginRegistry.of(List.of(new PartitioningPlugin())),
                Map.of());
        return Conversions.tell(() -> conversions.underpin().apply(another));
    }

    @Majors({14, 15, 17, 18})
    void aDuplicateOfAnOldKeyAndTruncateOfAPartitionAreRefused() {
        conversions.apply().done();
        String leaf = database.queryText(
                "SELECT min(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'notes'::regclass");

        assertThatThrownBy(() -> run("INSERT INTO notes VALUES (42, 'twice', now())"))
                .hasMessageContaining("notes_pkey")
                .hasMessageContaining("(id)=(42)");
        assertThatThrownBy(() -> run("TRUNCATE " + leaf))
                .hasMessageContaining(leaf)
                .hasMessageContaining("kept equal");
        assertThatThrownBy(() -> run("TRUNCATE notes")).hasMessageContaining("kept equal");
        conversions.rollback().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(100);
    }

    @Majors({14, 15, 17, 18})
    void everyDifferenceIsListedAndStandsInTheWayUntilItIsGone() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        run("""
                ALTER TABLE notes ADD COLUMN mood text;
                ALTER TABLE notes ALTER text SET DEFAULT 'nothing';
                ALTER TABLE notes ADD CONSTRAINT positive CHECK (id > 0);
                CREATE POLICY all_see ON notes USING (true);
                CREATE INDEX notes_by_text ON notes (text);
                CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER idle AFTER INSERT ON notes FOR EACH STATEMENT EXECUTE FUNCTION nothing();
                COMMENT ON TABLE notes IS 'changed';
                CREATE INDEX retired_by_text ON notes_retired (text);
                """);

        Told refused = conversions.rollback();

        refused.refusedBy(Codes.CHANGED_SINCE_CUTOVER.id());
        assertThat(refused.problems().toString())
                .contains("kind=column, name=mood")
                .contains("kind=column, name=text")
                .contains("kind=constraint, name=positive")
                .contains("kind=policy, name=all_see")
                .contains("kind=index, name=notes_by_text")
                .contains("kind=trigger, name=idle")
                .contains("comment=changed");
        run("""
                ALTER TABLE notes DROP COLUMN mood;
                ALTER TABLE notes ALTER text DROP DEFAULT;
                ALTER TABLE notes DROP CONSTRAINT positive;
                DROP POLICY all_see ON notes;
                DROP INDEX notes_by_text;
                DROP TRIGGER idle ON notes; DROP FUNCTION nothing();
                COMMENT ON TABLE notes IS NULL;
                """);
        Told still = conversions.rollback();
        still.refusedBy(Codes.CHANGED_SINCE_CUTOVER.id());
        assertThat(still.problems().toString()).contains("retired_by_text");
        run("DROP INDEX retired_by_text");
        conversions.rollback().done();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Majors({14, 15, 17, 18})
    void asLongAsItCanBeTakenBackAnotherPlanIsTurnedAwayByName() {
        Conversions patient = Conversions.of(database, GUARDED.replace("0 } }", "0 }, cutover: manual }"));

        patient.applyWith(() -> turnedAway(anotherPlan())).done();
        turnedAway(anotherPlan());
        patient.rollback().done();

        anotherPlan().done();
        assertThat(database.queryBoolean("SELECT to_regclass('elsewhere') IS NOT NULL"))
                .isTrue();
    }

    private static void turnedAway(Told told) {
        assertThat(told.outcome()).as(told.problems().toString()).isEqualTo(Outcome.BUSY);
        assertThat(told.problems().toString()).contains(Conversions.PLAN);
    }
}
