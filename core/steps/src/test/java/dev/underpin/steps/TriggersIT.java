package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers, where the world is not as the step left it, or not as it needs it. */
@PostgresTest
@SideBySide
class TriggersIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static final String TOUCH =
            "table: notes, name: touch, timing: before, events: [insert], function: touch, comment: ours";

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE notes (id int, at timestamptz) PARTITION BY RANGE (id);
                CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (0) TO (100);
                CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := clock_timestamp(); RETURN NEW; END';
                CREATE FUNCTION odd() RETURNS int LANGUAGE sql AS 'SELECT 1';
                """);
    }

    private PlanBench bench(String with) {
        return new PlanBench(
                database,
                REGISTRY,
                "apiVersion: underpin/v1\nplan: triggers\nsteps:\n  - { id: step, uses: trigger.create, with: { " + with
                        + " } }\n");
    }

    @Test
    void firesOnEachPartitionAlsoOnThoseThatComeLater() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        assertThat(bench(TOUCH).apply().problems()).isEmpty();
        database.execute("CREATE TABLE notes_2 PARTITION OF notes FOR VALUES FROM (100) TO (200)");
        database.execute("INSERT INTO notes VALUES (1), (101)");

        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE at IS NOT NULL"))
                .isEqualTo(2);
        assertThat(bench(TOUCH).verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench(TOUCH).rollback().problems()).isEmpty();
        database.execute("DROP TABLE notes_2");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void whatSomebodyMadeOfItSinceIsNotDropped() {
        bench(TOUCH).apply();
        for (String theirs : new String[] {
            "ALTER TABLE notes_1 DISABLE TRIGGER touch;ALTER TABLE notes_1 ENABLE TRIGGER touch",
            "COMMENT ON TRIGGER touch ON notes IS 'theirs';COMMENT ON TRIGGER touch ON notes IS 'ours'",
            "ALTER TRIGGER touch ON notes RENAME TO touches;ALTER TRIGGER touches ON notes RENAME TO touch",
            "CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch();"
                    + "CREATE OR REPLACE TRIGGER touch BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION touch()"
        }) {
            database.execute(theirs.substring(0, theirs.indexOf(';')));

            assertThat(bench(TOUCH).verify().outcome()).as(theirs).isEqualTo(Outcome.VERIFICATION_FAILED);
            assertThat(bench(TOUCH).rollback().codes()).as(theirs).contains("E1252");
            database.execute(theirs.substring(theirs.indexOf(';') + 1));
        }
        assertThat(bench(TOUCH).rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM pg_trigger WHERE tgname = 'touch'"))
                .isZero();
    }

    @Test
    void whatCannotWorkIsToldBeforeAnythingIsDone() {
        database.execute("CREATE TRIGGER theirs BEFORE UPDATE ON notes_1 FOR EACH ROW EXECUTE FUNCTION touch()");

        refuses("E1288", TOUCH.replace("name: touch", "name: theirs"), "public.notes_1 has a trigger theirs");
        refuses("E1289", TOUCH.replace("function: touch", "function: odd"), "must return type trigger");
        refuses("E1289", TOUCH.replace("function: touch", "function: nowhere"), "nowhere() does not exist");
        refuses("E1289", TOUCH + ", when: NEW.nothing > 1", "nothing");
        refuses("E1289", TOUCH + ", when: OLD.id > 1", "OLD");
        refuses("E1410", TOUCH.replace("[insert]", "[update], columns: [nothing]"), "nothing");
        refuses("E1401", TOUCH.replace("table: notes", "table: nowhere"), "nowhere");
    }

    private void refuses(String code, String with, String words) {
        Result refused = bench(with).check();
        assertThat(refused.codes()).as(with).containsExactly(code);
        assertThat(refused.text()).contains(words);
    }

    /** Else a table's owner would have the tool attach what he may not execute himself. */
    @Test
    void aFunctionThatTheTablesOwnerMayNotExecuteIsRefused() {
        String owner = database.createLogin("owner", "").name();
        database.execute("REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC; ALTER TABLE notes OWNER TO " + owner);

        refuses("E1289", TOUCH, "may not make triggers on public.notes_1");
        database.execute("GRANT TRIGGER ON notes_1 TO " + owner);
        refuses("E1289", TOUCH, "permission denied for function public.touch");

        database.execute("GRANT EXECUTE ON FUNCTION touch() TO " + owner);
        assertThat(bench(TOUCH).apply().problems()).isEmpty();
        assertThat(bench(TOUCH).rollback().problems()).isEmpty();
    }
}
