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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that are lists of changes, where the world is not as they left it, or not as they need it. */
@PostgresTest
@SideBySide
class ChangeStepsIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE notes (id int PRIMARY KEY, text text);
                COMMENT ON TABLE notes IS 'before';
                INSERT INTO notes SELECT n, nullif('n' || n, 'n7') FROM generate_series(1, 20) AS n;
                """);
    }

    private PlanBench bench(String... steps) {
        StringBuilder text = new StringBuilder("apiVersion: underpin/v1\nplan: changes\nsteps:\n");
        for (int i = 0; i < steps.length; i++) {
            text.append("  - { id: step-")
                    .append(i + 1)
                    .append(", ")
                    .append(steps[i])
                    .append(" }\n");
        }
        return new PlanBench(database, REGISTRY, text.toString());
    }

    private static String comment(String words) {
        return "uses: table.comment, with: { table: notes, comment: " + words + " }";
    }

    private Result apply(String... steps) {
        return bench(steps).apply();
    }

    /** The run knows its plan. */
    private PlanBench applied() {
        return bench(comment("whatever"));
    }

    private Result rollback() {
        return applied().rollback();
    }

    private Result verify() {
        return applied().verify();
    }

    private String comment() {
        return database.queryText("SELECT obj_description('notes'::regclass)");
    }

    @Test
    void whatSomebodyChangedSinceIsNotOverwritten() {
        assertThat(apply(comment("ours")).outcome()).isEqualTo(Outcome.DONE);
        database.execute("COMMENT ON TABLE notes IS 'theirs'");

        assertThat(verify().outcome()).isEqualTo(Outcome.VERIFICATION_FAILED);
        Result refused = rollback();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).contains("E1252");
        assertThat(comment()).isEqualTo("theirs");

        database.execute("COMMENT ON TABLE notes IS 'ours'");
        assertThat(rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(comment()).isEqualTo("before");
    }

    @Test
    void whatALaterStepChangedAgainIsTakenBackInTurn() {
        assertThat(apply(comment("first"), comment("second")).problems()).isEmpty();

        assertThat(comment()).isEqualTo("second");
        assertThat(verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(verify().codes()).doesNotContain("E2025");
        assertThat(applied().rollbackTo("step-1").codes()).isEmpty();
        assertThat(comment()).isEqualTo("first");
        assertThat(rollback().problems()).isEmpty();
        assertThat(comment()).isEqualTo("before");
    }

    @Test
    void stepsThatBuildOnEachOtherComeAndGoTogether() {
        CatalogSnapshot before = CatalogSnapshot.of(database);

        assertThat(apply(
                                "uses: column.add, with: { table: notes, column: lang, type: text, defaultValue: \"'en'\" }",
                                "uses: constraint.add, with: { table: notes, notNull: lang }",
                                "uses: constraint.add, with: { table: notes, name: notes_lang, check: \"lang <> ''\" }",
                                "uses: table.grant, with: { table: notes, privileges: [select], to: [public] }")
                        .codes())
                .isEmpty();

        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE lang = 'en'"))
                .isEqualTo(20);
        assertThat(verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void rowsThatBreakAConstraintLeaveNothingBehind() {
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Result refused = apply("uses: constraint.add, with: { table: notes, notNull: text }");

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(apply("uses: constraint.add, with: { table: notes, name: short, check: length(text) < 3 }")
                        .outcome())
                .isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void allThatIsMissingIsToldBeforeAnythingIsDone() {
        Result refused = apply(
                "uses: table.comment, with: { table: nowhere, comment: x }",
                "uses: table.grant, with: { table: notes, privileges: [read], to: [nobody_knows] }",
                "uses: column.add, with: { table: notes, column: text, type: text }",
                "uses: column.add, with: { table: notes, column: at, type: timestamptz, defaultValue: clock_timestamp() }",
                "uses: column.add, with: { table: notes, column: of, type: no_such_type }",
                "uses: constraint.add, with: { table: notes, name: odd, check: nothing > 1 }",
                "uses: enum.add-value, with: { type: mood, value: x }, irreversible: accepted");

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems().stream().map(problem -> problem.step().orElse("")))
                .contains("step-1", "step-2", "step-3", "step-4", "step-5", "step-6", "step-7");
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();
    }

    @Test
    void aDefinitionOfAnotherFunctionIsRefused() {
        String step = "uses: function.replace, with: { function: public.one(text), definition:"
                + " \"CREATE OR REPLACE FUNCTION public.another(it text) RETURNS text LANGUAGE sql AS 'SELECT it'\" }";

        assertThat(apply(step).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(database.queryLong("SELECT count(*) FROM pg_proc WHERE proname = 'another'"))
                .isZero();
    }

    @Test
    void aValueOfATypeIsAddedOnlyIfThePlanAcceptsThatItStays() {
        database.execute("CREATE TYPE mood AS ENUM ('good', 'bad')");
        String step = "uses: enum.add-value, with: { type: mood, value: so so, before: bad }";

        assertThat(apply(step).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(apply(step + ", irreversible: accepted").outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryText("SELECT enum_range(NULL::mood)::text")).isEqualTo("{good,\"so so\",bad}");
        assertThat(verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(rollback().outcome()).isEqualTo(Outcome.REFUSED);
    }

    /** A default is the plan's words, but what they call may be the owner's. */
    @Test
    void codeOfATablesOwnerHasHisRightsAlone() {
        String owner = database.createLogin("owner", "").name();
        database.execute("""
                GRANT CREATE, USAGE ON SCHEMA public TO %1$s;
                CREATE TABLE seen (who text);
                GRANT INSERT, SELECT ON seen TO %1$s;
                SET ROLE %1$s;
                CREATE FUNCTION lang() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN current_user; END $$;
                CREATE TABLE theirs (id int);
                INSERT INTO theirs VALUES (1);
                RESET ROLE;
                """.formatted(owner));

        assertThat(apply(
                                "uses: column.add, with: { table: theirs, column: lang, type: text, defaultValue: public.lang() }")
                        .codes())
                .isEmpty();
        assertThat(database.queryText("SELECT lang FROM theirs")).isEqualTo(owner);
        assertThat(rollback().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aColumnOfATypeThatAnEarlierStepMakes() {
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Result applied = apply(
                "uses: enum.create, with: { type: mood, values: [good, bad] }",
                "uses: column.add, with: { table: notes, column: mood, type: public.mood, defaultValue: \"'good'\" }",
                "uses: constraint.add, with: { table: notes, name: well, check: mood = 'good' }");

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE mood = 'good'"))
                .isEqualTo(20);
        assertThat(rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void theWordsOfATypeAreATypeAndNothingElse() {
        for (String words : List.of(
                "int, DROP COLUMN text",
                "int NOT NULL",
                "int PRIMARY KEY",
                "int REFERENCES notes",
                "int CHECK (n > 1)",
                "serial",
                "int DEFAULT 1",
                "int GENERATED ALWAYS AS (id) STORED",
                "int GENERATED ALWAYS AS IDENTITY")) {
            Result refused = apply("uses: column.add, with: { table: notes, column: n, type: \"" + words + "\" }");
            assertThat(refused.outcome()).as(words).isEqualTo(Outcome.REFUSED);
            assertThat(refused.codes()).as(words).containsExactly("E1259");
        }
    }

    @Test
    void whatStandsInTheWayOfAnEarlierStepIsToldBeforeALaterOneIsTakenBack() {
        apply(comment("ours"), "uses: column.add, with: { table: notes, column: lang, type: text }");
        database.execute("COMMENT ON TABLE notes IS 'theirs'");

        assertThat(verify().codes()).contains("E2025", "E1252");
        assertThat(rollback().codes()).contains("E1252");
        assertThat(database.queryLong("SELECT count(*) - count(lang) FROM notes"))
                .isEqualTo(20);
    }

    @Test
    void whatOthersHaveMadeOfAColumnDoesNotGoWithIt() {
        apply(
                "uses: column.add, with: { table: notes, column: lang, type: text, defaultValue: \"'en'\", notNull: true }");
        for (String theirs :
                List.of("INDEX notes_lang ON notes (lang)", "STATISTICS notes_lang ON id, lang FROM notes")) {
            database.execute("CREATE " + theirs);

            Result refused = rollback();

            assertThat(refused.codes()).containsExactly("E1262");
            assertThat(refused.text()).contains("notes_lang");
            database.execute("DROP " + theirs.substring(0, theirs.indexOf(" ON")));
        }
        database.execute("ALTER TABLE notes ADD CONSTRAINT notes_lang CHECK (lang <> text)");
        assertThat(rollback().text()).contains("E1262", "notes_lang");
        database.execute("ALTER TABLE notes DROP CONSTRAINT notes_lang");
        assertThat(rollback().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aDefinitionThatCouldNotBeTakenBackIsRefused() {
        database.execute(
                "CREATE FUNCTION one(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a'; GRANT EXECUTE ON FUNCTION one TO pg_monitor; REVOKE EXECUTE ON FUNCTION one FROM pg_monitor");
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Result refused = apply(
                "uses: function.replace, with: { function: 'public.one(int, int)', definition: \"CREATE OR REPLACE FUNCTION public.one(a int, b int = 5) RETURNS int LANGUAGE sql AS 'SELECT b'\" }");

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).containsExactly("E1292");
        assertThat(refused.text()).contains("cannot remove parameter defaults");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(apply(
                                "uses: function.replace, with: { function: 'public.one(int, int)', definition: \"CREATE OR REPLACE FUNCTION public.one(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT b'\" }")
                        .outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    /** What it speaks of may be made by a step before; so it is no reason to refuse. */
    @Test
    void aDefinitionMayNeedWhatAnEarlierStepMakes() {
        database.execute("CREATE FUNCTION one() RETURNS text LANGUAGE sql AS 'SELECT text FROM public.notes LIMIT 1'");

        assertThat(apply(
                                "uses: column.add, with: { table: notes, column: lang, type: text }",
                                "uses: enum.create, with: { type: mood, values: [good] }",
                                "uses: function.replace, with: { function: public.one(), definition: \"CREATE OR REPLACE FUNCTION public.one() RETURNS text LANGUAGE sql AS 'SELECT lang FROM public.notes LIMIT 1'\" }",
                                "uses: function.replace, with: { function: public.two(public.mood), definition: \"CREATE OR REPLACE FUNCTION public.two(it public.mood) RETURNS text LANGUAGE sql AS 'SELECT it::text'\" }")
                        .codes())
                .isEmpty();
        assertThat(rollback().codes()).isEmpty();
    }

    @Test
    void rightsThatWereGivenAndTakenInBetweenLeaveTheFunctionAsItWas() {
        database.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        assertThat(apply(
                                "uses: function.replace, with: { function: public.one(), definition: \"CREATE OR REPLACE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 2'\" }",
                                "uses: enum.create, with: { type: mood, values: [good] }")
                        .codes())
                .isEmpty();

        database.execute(
                "GRANT EXECUTE ON FUNCTION one TO pg_monitor; REVOKE EXECUTE ON FUNCTION one FROM pg_monitor; GRANT USAGE ON TYPE mood TO pg_monitor; REVOKE USAGE ON TYPE mood FROM pg_monitor");

        assertThat(rollback().codes()).isEmpty();
        assertThat(database.queryLong("SELECT one()")).isOne();
    }

    @Test
    void stepsOfTheSameTypeAndOfTheSameRolesDoNotAccuseEachOther() {
        assertThat(apply(
                                "uses: enum.create, with: { type: mood, values: [good] }",
                                "uses: enum.add-value, with: { type: mood, value: bad }, irreversible: accepted",
                                "uses: table.grant, with: { table: notes, privileges: [select], to: [pg_monitor] }",
                                "uses: table.grant, with: { table: notes, privileges: [select, insert], to: [public, pg_monitor] }")
                        .codes())
                .isEmpty();

        assertThat(verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(verify().text()).contains("step step-2: E2111").doesNotContain("E1252");
        assertThat(applied().rollbackTo("step-2").codes()).isEmpty();
        assertThat(database.queryBoolean("SELECT has_table_privilege('pg_monitor', 'notes', 'INSERT')"))
                .isFalse();
    }

    @Test
    void theOwnerOfAFunctionNeedsThePlaceForIt() {
        String owner = database.name() + "_owner";
        database.execute("CREATE ROLE " + owner + "; CREATE SCHEMA apart; GRANT USAGE ON SCHEMA apart TO " + owner
                + "; CREATE FUNCTION apart.one() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION apart.one() OWNER TO "
                + owner);
        try {
            Result refused = apply(
                    "uses: function.replace, with: { function: apart.one(), definition: \"CREATE OR REPLACE FUNCTION apart.one() RETURNS int LANGUAGE sql AS 'SELECT 2'\" }",
                    "uses: enum.create, with: { type: nowhere.mood, values: [good] }");

            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.text())
                    .contains("E1405", owner + " lacks the privilege CREATE on SCHEMA apart", "nowhere");
        } finally {
            database.execute(
                    "DROP FUNCTION apart.one(); REVOKE ALL ON SCHEMA apart FROM " + owner + "; DROP ROLE " + owner);
        }
    }

    @Test
    void whatHangsOnAColumnIsToldByName() {
        assertThat(apply("uses: column.add, with: { table: notes, column: lang, type: text }")
                        .codes())
                .isEmpty();
        database.execute("""
                CREATE INDEX notes_lang ON notes (lang);
                CREATE VIEW langs AS SELECT lang FROM notes;
                CREATE POLICY own ON notes USING (lang = 'en');
                """);

        Result refused = rollback();

        assertThat(refused.codes()).contains("E1262");
        assertThat(refused.text())
                .contains("index public.notes_lang", "view public.langs", "policy own on table public.notes")
                .doesNotContain("object=");
        database.execute("DROP VIEW langs; DROP POLICY own ON notes; DROP INDEX notes_lang");
        assertThat(rollback().codes()).isEmpty();
    }
}
