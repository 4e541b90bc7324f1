package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Constraints that are made of indexes, where the index is not fit for it, or others have made use of the constraint. */
@PostgresTest
@SideBySide
class KeysOfIndexesIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE notes (id int NOT NULL, slug text, at date);
                INSERT INTO notes SELECT n, 's' || n FROM generate_series(1, 20) AS n;
                CREATE UNIQUE INDEX notes_id ON notes (id);
                """);
    }

    private PlanBench bench(String... steps) {
        StringBuilder text = new StringBuilder("apiVersion: underpin/v1\nplan: keys\nsteps:\n");
        for (int i = 0; i < steps.length; i++) {
            text.append("  - { id: step-%d, uses: constraint.add, with: { %s } }\n".formatted(i + 1, steps[i]));
        }
        return new PlanBench(database, REGISTRY, text.toString());
    }

    private static String unique(String index) {
        return "table: notes, unique: { index: " + index + " }";
    }

    private static String primaryKey(String index) {
        return "table: notes, primaryKey: { index: " + index + " }";
    }

    private void refuses(String code, String step, String... words) {
        Result refused = bench(step).apply();
        assertThat(refused.outcome()).as(refused.text()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.codes()).as(refused.text()).containsOnly(code);
        assertThat(refused.text()).contains(words);
    }

    private static String uniqueColumns(String columns) {
        return "table: notes, name: notes_key, unique: { columns: [" + columns + "] }";
    }

    @Test
    void aKeyOfColumnsThatCannotBeIsRefused() {
        database.execute("""
                ALTER TABLE notes ADD COLUMN json json;
                CREATE TABLE parted (id int) PARTITION BY RANGE (id);
                CREATE SEQUENCE taken;
                """);

        refuses("E1410", uniqueColumns("nothing"), "nothing");
        refuses("E1290", uniqueColumns("json"), "json");
        refuses("E1285", uniqueColumns("id, slug").replace("unique", "primaryKey"), "slug");
        refuses("E1408", uniqueColumns("slug").replace("notes_key", "taken"), "public.taken");
        refuses("E1283", uniqueColumns("id").replace("table: notes", "table: parted"), "partitioned");
    }

    @Test
    void equalRowsLeaveNeitherAConstraintNorAnIndexBehind() {
        database.execute("INSERT INTO notes VALUES (21, 's1')");
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Result failed = bench(uniqueColumns("slug")).apply();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(failed.text()).contains("could not create unique index");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void whatTakesItsNameWhileTheIndexIsBuiltIsNotLost() {
        Failpoints meanwhile = PlanBench.once(
                Failpoint.AUTOCOMMIT_EXECUTED,
                "build index public.notes_key",
                () -> database.execute("ALTER TABLE notes ADD CONSTRAINT notes_key CHECK (id > 0)"));

        assertThat(bench(uniqueColumns("slug")).apply(meanwhile).outcome()).isNotEqualTo(Outcome.DONE);
        assertThat(bench(uniqueColumns("slug")).rollback().codes()).contains("E1252");

        assertThat(database.queryText("SELECT contype::text FROM pg_constraint WHERE conname = 'notes_key'"))
                .isEqualTo("c");
        database.execute("ALTER TABLE notes DROP CONSTRAINT notes_key");
        assertThat(bench(uniqueColumns("slug")).rollback().outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryBoolean("SELECT to_regclass('notes_key') IS NULL"))
                .isTrue();
    }

    @Test
    void aKeyOfColumnsGoesWithItsIndexUnlessSomethingRefersToIt() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        assertThat(bench(uniqueColumns("slug")).apply().problems()).isEmpty();
        database.execute("CREATE TABLE refers (slug text REFERENCES notes (slug))");

        assertThat(bench(uniqueColumns("slug")).rollback().codes()).containsExactly("E1286");
        database.execute("DROP TABLE refers");
        assertThat(bench(uniqueColumns("slug")).rollback().problems()).isEmpty();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    private void refusesIndex(String definition, String why) {
        database.execute(definition);
        refuses("E1282", unique("odd"), why);
        database.execute("DROP INDEX odd");
    }

    @Test
    void anIndexThatCannotBeAConstraintIsRefused() {
        refusesIndex("CREATE INDEX odd ON notes (slug)", "is not unique");
        refusesIndex("CREATE UNIQUE INDEX odd ON notes (slug) WHERE id > 1", "for some rows only");
        refusesIndex("CREATE UNIQUE INDEX odd ON notes (lower(slug))", "expressions");
        refusesIndex("CREATE UNIQUE INDEX odd ON notes (id, slug DESC)", "column slug in another order");
        refusesIndex("CREATE UNIQUE INDEX odd ON notes (slug COLLATE \"C\")", "column slug");
        refusesIndex("CREATE UNIQUE INDEX odd ON notes (slug text_pattern_ops)", "column slug");
        refusesIndex(
                "CREATE UNIQUE INDEX odd ON notes (slug);"
                        + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'odd'::regclass",
                "is not valid");
        refusesIndex(
                "CREATE UNIQUE INDEX odd ON notes (id); ALTER INDEX odd DEPENDS ON EXTENSION plpgsql",
                "goes with an extension");
    }

    @Test
    void allThatStandsAgainstAnIndexIsToldAtOnce() {
        database.execute("CREATE INDEX odd ON notes (slug DESC) WHERE id > 1");

        refuses("E1282", unique("odd"), "is not unique", "for some rows only", "column slug");
    }

    @Test
    void whatIsNoIndexOfTheTableIsRefused() {
        database.execute("CREATE TABLE others (id int); CREATE UNIQUE INDEX others_id ON others (id)");

        refuses("E1281", unique("nowhere"), "nowhere");
        refuses("E1281", unique("others_id"), "others_id");
        refuses("E1281", unique("notes"), "no index notes");
    }

    @Test
    void indexesOfConstraintsAndOfPartitionedTablesAreRefused() {
        database.execute("""
                CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
                CREATE UNIQUE INDEX parted_id ON parted (id, at);
                CREATE TABLE parted_all PARTITION OF parted DEFAULT;
                ALTER TABLE notes ADD CONSTRAINT notes_slug UNIQUE (slug);
                """);

        refuses("E1283", "table: parted, unique: { index: parted_id }", "partitioned");
        refuses("E1282", "table: parted_all, unique: { index: parted_all_id_at_idx }", "is a part of public.parted_id");
        assertThat(bench(unique("notes_slug")).apply().codes()).contains("E1268", "E1282");
    }

    @Test
    void aPrimaryKeyIsTheOnlyOneAndKeepsNullOutAlready() {
        database.execute("CREATE UNIQUE INDEX notes_both ON notes (id, slug)");
        refuses("E1285", primaryKey("notes_both"), "slug");

        database.execute("ALTER TABLE notes ADD PRIMARY KEY (id)");
        refuses("E1284", primaryKey("notes_id"), "notes_pkey");
    }

    @Test
    void theConstraintHasTheNameOfTheIndex() {
        assertThatThrownBy(() -> bench("name: another, " + unique("notes_id")))
                .isInstanceOf(InvalidPlan.class)
                .hasMessageContaining("has the index's name");
    }

    @Test
    void aForeignKeyThatReliesOnItIsNamedBeforeAnythingIsTakenBack() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        PlanBench bench = bench(primaryKey("notes_id"));
        assertThat(bench.apply().codes()).isEmpty();
        database.execute("CREATE TABLE replies (note int CONSTRAINT replies_note REFERENCES notes)");

        Result refused = bench.rollback();

        assertThat(refused.codes()).containsExactly("E1286");
        assertThat(refused.text()).contains("replies_note");
        assertThat(database.queryBoolean("SELECT to_regclass('notes_id_underpin_again') IS NULL"))
                .isTrue();
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);

        database.execute("DROP TABLE replies");
        assertThat(bench.rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void anObjectInTheWayOfTheWayBackIsToldAndLeftAlone() {
        PlanBench bench = bench(primaryKey("notes_id"));
        assertThat(bench.apply().codes()).isEmpty();
        database.execute("CREATE TABLE notes_id_underpin_again (theirs int)");

        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.verify().codes()).contains("E2025");

        database.execute("DROP TABLE notes_id_underpin_again");
        assertThat(bench.verify().codes()).doesNotContain("E2025");
        assertThat(bench.rollback().codes()).isEmpty();
    }

    @Test
    void stepsThatBuildOnEachOtherComeAndGoTogether() {
        database.execute("""
                CREATE UNIQUE INDEX notes_slug ON notes (slug);
                CREATE TABLE replies (note text);
                """);
        CatalogSnapshot before = CatalogSnapshot.of(database);
        PlanBench bench = bench(
                unique("notes_slug"),
                "table: replies, name: replies_note,"
                        + " foreignKey: { columns: [note], references: notes, referencedColumns: [slug] }");

        assertThat(bench.apply().codes()).isEmpty();
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void aColumnKeepsNullOutBeforeItIsOfAPrimaryKey() {
        database.execute("CREATE UNIQUE INDEX notes_slug ON notes (slug)");
        CatalogSnapshot before = CatalogSnapshot.of(database);
        PlanBench bench = bench("table: notes, notNull: slug", primaryKey("notes_slug"));

        Result applied = bench.apply();

        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        assertThat(bench.rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void tablesOfOtherOwners() {
        String owner = database.createLogin("owner", "").name();
        database.execute("""
                GRANT CREATE, USAGE ON SCHEMA public TO %1$s;
                ALTER TABLE notes OWNER TO %1$s;
                """.formatted(owner));
        CatalogSnapshot before = CatalogSnapshot.of(database);
        PlanBench bench = bench(primaryKey("notes_id"));

        assertThat(bench.apply().codes()).isEmpty();
        assertThat(bench.rollback().codes()).isEmpty();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void theIndexOfTheWayBackLiesInTheSameTablespace() {
        assumeThat(database.queryLong("SELECT current_setting('server_version_num')::int"))
                .as("tablespaces without a directory")
                .isGreaterThanOrEqualTo(150000);
        String tablespace = database.queryText("SELECT current_database() || ' elsewhere'");
        try (TestSession session = database.session()) {
            session.execute("SET allow_in_place_tablespaces = on");
            session.execute("CREATE TABLESPACE \"" + tablespace + "\" LOCATION ''");
            session.execute("CREATE UNIQUE INDEX notes_slug ON notes (slug) WITH (fillfactor = 70) TABLESPACE \""
                    + tablespace + "\"");
            CatalogSnapshot before = CatalogSnapshot.of(database);
            PlanBench bench = bench(unique("notes_slug"));

            assertThat(bench.apply().codes()).isEmpty();
            assertThat(bench.rollback().codes()).isEmpty();
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            assertThat(database.queryText("SELECT tablespace::text FROM pg_indexes WHERE indexname = 'notes_slug'"))
                    .isEqualTo(tablespace);

            session.execute("DROP INDEX notes_slug");
            session.execute("DROP TABLESPACE \"" + tablespace + "\"");
        }
    }

    @Test
    void whatOthersHaveMadeOfTheIndexSinceIsNotLost() {
        PlanBench bench = bench(primaryKey("notes_id"));
        assertThat(bench.apply().codes()).isEmpty();
        database.execute("COMMENT ON INDEX notes_id IS 'theirs'");

        assertThat(bench.rollback().codes()).contains("E1252");
        assertThat(database.queryText("SELECT obj_description('notes_id'::regclass)"))
                .isEqualTo("theirs");
    }
}
