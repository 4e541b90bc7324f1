package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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

/** What partitions and inheriting tables have of their own is theirs after a rollback, or nothing is begun. */
@PostgresTest
@SideBySide
class HierarchiesIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();
    private static final int NOT_NULL_HAS_NAMES = 18;
    private static final int PARTITIONED_TABLES_GET_FOREIGN_KEYS_UNPROVEN = 18;

    private TestDatabase database;

    @BeforeEach
    void tables(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE parted (id int, k int, v text) PARTITION BY LIST (k);
                CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
                CREATE TABLE parted_3 PARTITION OF parted (v NOT NULL) FOR VALUES IN (3) PARTITION BY LIST (id);
                CREATE TABLE parted_3_1 PARTITION OF parted_3 (PRIMARY KEY (id)) FOR VALUES IN (1);
                CREATE TABLE upper (id int PRIMARY KEY, v text);
                CREATE TABLE middle () INHERITS (upper);
                CREATE TABLE lower (PRIMARY KEY (id)) INHERITS (middle);
                ALTER TABLE lower ALTER v SET NOT NULL;
                """);
    }

    private PlanBench bench(String with) {
        return new PlanBench(database, REGISTRY, """
                apiVersion: underpin/v1
                plan: hierarchy
                steps:
                  - { id: step, uses: constraint.add, with: { %s } }
                """.formatted(with));
    }

    private void refused(String with, String... words) {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Result result = bench(with).apply();
        assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.REFUSED);
        assertThat(result.codes()).as(result.text()).containsExactly("E1291");
        assertThat(result.text()).contains(words);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    private void thereAndBack(String with) {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Result applied = bench(with).apply();
        assertThat(applied.outcome()).as(applied.text()).isEqualTo(Outcome.DONE);
        Result back = bench(with).rollback();
        assertThat(back.outcome()).as(back.text()).isEqualTo(Outcome.DONE);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    /** It is told apart from the table's by servers whose NOT NULL is a constraint with a name. */
    private void theirsIsKept(String with, String... words) {
        if (database.server().major() >= NOT_NULL_HAS_NAMES) {
            thereAndBack(with);
        } else {
            refused(with, words);
        }
    }

    @Test
    void partitionsThatKeepNullOutThemselves() {
        theirsIsKept(
                "table: parted, notNull: v", "NULL is kept out of v in public.parted_3, public.parted_3_1 already");
    }

    @Test
    void aPartitionsOwnPrimaryKey() {
        theirsIsKept("table: parted, notNull: id", "NULL is kept out of id in public.parted_3_1 already");
    }

    @Test
    void tablesBelowThatKeepNullOutThemselves() {
        theirsIsKept("table: upper, notNull: v", "NULL is kept out of v in public.lower already");
    }

    @Test
    void noneThatDoes() {
        thereAndBack("table: parted, notNull: k");
        database.execute("ALTER TABLE lower ALTER v DROP NOT NULL");
        thereAndBack("table: upper, notNull: v");
    }

    @Test
    void aPartitionsOwnCheckOfTheSameName() {
        database.execute("ALTER TABLE parted_1 ADD CONSTRAINT odd CHECK (v <> '')");
        refused("table: parted, name: odd, check: \"v <> ''\"", "there is a constraint odd in public.parted_1 already");
        thereAndBack("table: parted, name: other, check: \"v <> ''\"");
    }

    @Test
    void anInheritingTablesOwnCheckOfTheSameName() {
        database.execute("ALTER TABLE lower ADD CONSTRAINT odd CHECK (v <> '')");
        thereAndBack("table: upper, name: odd, check: \"v <> ''\"");
    }

    @Test
    void aPartitionsOwnForeignKey() {
        assumeThat(database.server().major()).isGreaterThanOrEqualTo(PARTITIONED_TABLES_GET_FOREIGN_KEYS_UNPROVEN);
        database.execute("""
                CREATE TABLE rooms (id int PRIMARY KEY);
                ALTER TABLE parted_1 ADD CONSTRAINT own FOREIGN KEY (k) REFERENCES rooms;
                """);
        refused(
                "table: parted, name: room, foreignKey: { columns: [k], references: rooms }",
                "there is a foreign key of these columns to public.rooms in public.parted_1 already");
        thereAndBack("table: parted, name: room, foreignKey: { columns: [id], references: rooms }");
    }
}
