package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.UncheckedSqlException;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All rows are compared before a swap; those that are replayed after that are compared once more, before it is committed. */
@PostgresTest
@SideBySide
class RecheckedRowsIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }";

    /** Somebody's, on a table that is nobody's but ours. */
    private static final String SPOILS = """
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.text := 'spoilt'; RETURN NEW; END $$;
            CREATE TRIGGER spoils BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION spoil();
            ALTER TABLE %s ENABLE ALWAYS TRIGGER spoils;
            UPDATE notes SET text = 'changed' WHERE id = 7;
            DELETE FROM notes WHERE id = 8
            """;

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, NOTES).set("{ lockTimeout: 5s }");
        fresh.execute(PastTheTriggersIT.HUNDRED_NOTES);
    }

    private Failpoints after(String action, String script) {
        return HeldConversion.at(Failpoint.TRANSACTION_COMMITTED, action, () -> database.execute(script));
    }

    @Majors({14, 15, 17, 18})
    void whatIsReplayedWrongStopsTheCutover() {
        Told stopped = conversions.apply(after("cutover.compare", SPOILS.replace("%s", "notes_underpin")));

        assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(stopped.codes()).contains(Codes.ROWS_DIFFER.id());
        assertThat(stopped.problems().toString()).contains("7").doesNotContain("8,");
        assertThat(database.queryText("SELECT relkind::text FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("r");
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 7")).isEqualTo("changed");

        database.execute("DROP TRIGGER spoils ON notes_underpin; DROP FUNCTION spoil()");
        conversions.resume().done();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 7")).isEqualTo("changed");
        assertThat(DataDigest.of(database, "notes_retired")).isEqualTo(DataDigest.of(database, "notes"));
        conversions.verify().done();
    }

    @Test
    void whatIsWrittenToTheCopyBeforeItIsProtectedIsMadeGood() {
        Told applied = conversions.apply(after("indexes.parent", """
                        UPDATE notes_underpin SET text = 'planted' WHERE id = 5;
                        DELETE FROM notes_underpin WHERE id = 6;
                        INSERT INTO notes_underpin VALUES (-1, 'extra', date_trunc('month', now()))
                        """));

        applied.done();
        everythingIsAsItWas();
    }

    /** By the table and by a partition, by every statement that writes, whatever role triggers play. */
    @Majors({14, 15, 17, 18})
    void nobodyElseWritesToTheCopyOnceItIsCompared() {
        List<String> leaves = new ArrayList<>();
        List<String> states = new ArrayList<>();
        Told applied = conversions.apply(HeldConversion.at(Failpoint.TRANSACTION_COMMITTED, "cutover.compare", () -> {
            leaves.add(database.queryText(
                    "SELECT min(tableoid::regclass::text) FROM notes_underpin WHERE id BETWEEN 2 AND 7"));
            for (String table : List.of("notes_underpin", leaves.get(0))) {
                for (String write : List.of(
                        "INSERT INTO %1$s SELECT -id, text, at FROM %1$s LIMIT 1",
                        "UPDATE %s SET text = 'planted'",
                        "DELETE FROM %s",
                        "TRUNCATE %s",
                        "SET session_replication_role = replica; DELETE FROM %s",
                        "WITH gone AS (DELETE FROM %s RETURNING id) SELECT count(*) FROM gone")) {
                    states.add(refusal(write.formatted(table)));
                }
            }
        }));

        applied.done();
        assertThat(states).hasSize(12).containsOnly("55006");
        everythingIsAsItWas();
    }

    private String refusal(String write) {
        try {
            database.execute(write);
            return "done: " + write;
        } catch (UncheckedSqlException refused) {
            return refused.sqlState();
        }
    }

    @Majors({14, 15, 17, 18})
    void whoeverOpensTheCopyHasItComparedAgain() {
        Told applied = conversions.apply(
                PlanBench.once(Failpoint.TRANSACTION_COMMITTED, "cutover.compare", () -> database.execute("""
                        ALTER TABLE notes_underpin DISABLE TRIGGER USER;
                        UPDATE notes_underpin SET text = 'planted' WHERE id = 5;
                        DELETE FROM notes_underpin WHERE id = 6;
                        ALTER TABLE notes_underpin ENABLE TRIGGER USER
                        """)));

        applied.done();
        everythingIsAsItWas();
    }

    /** What was compared before the cutover is not compared again after it, unless somebody asks. */
    @Test
    void rowsAreComparedAfterTheCutoverByWhoeverWantsToKnow() {
        conversions.apply(after("seal", """
                        ALTER TABLE notes_retired DISABLE TRIGGER USER;
                        UPDATE notes_retired SET text = 'planted' WHERE id = 5;
                        DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE notes_retired ENABLE ALWAYS TRIGGER %I', tgname)
                          FROM pg_trigger WHERE tgrelid = 'notes_retired'::regclass AND NOT tgisinternal); END $$
                        """)).done();

        assertThat(conversions.verify().codes()).containsExactly(Codes.ROWS_DIFFER.id());
    }

    /** The same triggers log from the swap on; none is made or dropped for it. */
    @Test
    void theTriggersOfTheCopyLogAfterTheCutover() {
        List<String> before = new ArrayList<>();
        conversions
                .apply(HeldConversion.at(
                        Failpoint.TRANSACTION_COMMITTED, "protect", () -> before.addAll(triggers("notes_underpin"))))
                .done();

        assertThat(before).hasSizeGreaterThan(2);
        assertThat(triggers("notes")).isEqualTo(before);
        database.execute("UPDATE notes SET text = 'later' WHERE id = 5");
        conversions.rollback().done();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 5")).isEqualTo("later");
    }

    private List<String> triggers(String table) {
        return database.queryTexts(
                "SELECT g.oid FROM pg_partition_tree(?::regclass) AS p JOIN pg_trigger AS g ON g.tgrelid = p.relid"
                        + " WHERE (g.tgtype & 1) = 1 AND g.tgfoid::regproc::text LIKE 'underpin.%' ORDER BY 1",
                table);
    }

    private void everythingIsAsItWas() {
        assertThat(database.queryText("SELECT string_agg(id || text, ' ' ORDER BY id) FROM notes WHERE id < 8"))
                .isEqualTo("1n1 2n2 3n3 4n4 5n5 6n6 7n7");
        conversions.verify().done();
    }

    /** A type of somebody's, whose values cannot be printed for a while. */
    @Majors({14, 15, 17, 18})
    void rowsThatCannotBeComparedStopTheRunAndLoseNothing() {
        database.execute("""
                CREATE TYPE shaky;
                CREATE FUNCTION shaky_in(cstring) RETURNS shaky LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
                CREATE FUNCTION shaky_out(shaky) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
                CREATE TYPE shaky (INPUT = shaky_in, OUTPUT = shaky_out, LIKE = int4);
                ALTER TABLE notes ADD COLUMN mark shaky DEFAULT '7'
                """);

        Told stopped = conversions.apply(
                HeldConversion.at(
                        Failpoint.AWAIT_INTENT,
                        "cutover.await",
                        () -> database.execute(
                                "CREATE OR REPLACE FUNCTION shaky_out(shaky) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'enum_out'")));

        assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(stopped.codes()).containsExactly(Codes.NOT_COMPARABLE.id());
        assertThat(stopped.problems().toString())
                .contains("notes_underpin", "mark (", "shaky)", "enum")
                .doesNotContain("underpin_behind");
        assertThat(database.queryText("SELECT relkind::text FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("r");

        database.execute(
                "CREATE OR REPLACE FUNCTION shaky_out(shaky) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';"
                        + " INSERT INTO notes (id, text, at) VALUES (1001, 'late', date_trunc('month', now()))");
        conversions.resume().done();
        conversions.verify().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE mark::text = '7'"))
                .isEqualTo(101);
    }

    @Majors({14, 15, 17, 18})
    void whatIsReplayedWrongStopsTheWayBack() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();

        Told failed = conversions.rollback(after("back.compare", SPOILS.replace("%s", "notes_retired")));

        assertThat(failed.outcome()).isNotEqualTo(Outcome.DONE);
        assertThat(failed.codes()).contains(Codes.ROWS_DIFFER.id());
        assertThat(database.queryText("SELECT relkind::text FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("p");

        database.execute("DROP TRIGGER spoils ON notes_retired; DROP FUNCTION spoil()");
        DataDigest rows = DataDigest.of(database, "notes");
        conversions.rollback().done();
        assertThat(DataDigest.of(database, "notes")).isEqualTo(rows);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }
}
