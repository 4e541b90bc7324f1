package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that were changed where no trigger of ours fired are those that the table has after a swap, in either direction. */
@PostgresTest
@SideBySide
class PastTheTriggersIT {

    private static final String NOTES = "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 } }";

    static final String HUNDRED_NOTES = """
            CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
            INSERT INTO notes SELECT n, 'n' || n, date_trunc('month', now()) - n * interval '10 hours' FROM generate_series(1, 100) AS n;
            """;

    /** By hand, of an owner who means no harm. */
    private static final String BULK = """
            ALTER TABLE notes DISABLE TRIGGER USER;
            UPDATE notes SET text = 'bulk' WHERE id <= 10;
            DELETE FROM notes WHERE id IN (11, 12);
            INSERT INTO notes VALUES (1001, 'bulk', now());
            """;

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, NOTES).set("{ lockTimeout: 5s }");
        fresh.execute(HUNDRED_NOTES);
    }

    private void run(String sql) {
        database.execute(sql);
    }

    private DataDigest rows() {
        return DataDigest.of(database, "notes");
    }

    private void rolledBackTo(DataDigest rows, CatalogSnapshot before) {
        Told rollback = conversions.rollback();
        rollback.done();
        assertThat(rows()).isEqualTo(rows);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Majors({14, 15, 17, 18})
    void triggersThatWereOffForAWhile() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        run(BULK + "ALTER TABLE notes ENABLE TRIGGER USER;");
        DataDigest rows = rows();

        Told verify = conversions.verify();
        assertThat(verify.outcome()).isEqualTo(Outcome.VERIFICATION_FAILED);
        assertThat(verify.codes()).contains(Codes.NOT_WATCHED.id(), Codes.ROWS_DIFFER.id());
        assertThat(verify.problems().toString()).contains("NOT_ALWAYS", "expected 0 rows, found 13");
        rolledBackTo(rows, before);
    }

    @Test
    void triggersThatWereOffAndAreAsTheyWere() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        conversions.maintain().done();
        String always = database.queryText(
                "SELECT string_agg(format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass,"
                        + " tgname), ';') FROM pg_trigger WHERE tgrelid = 'notes'::regclass AND NOT tgisinternal");
        run(BULK + always);

        rolledBackTo(rows(), before);
    }

    @Majors({14, 15, 17, 18})
    void maintainPutsBackWhatIsMissingAndTellsIt() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        String trigger = database.queryText(
                "SELECT min(tgname) FROM pg_trigger WHERE tgrelid = 'notes'::regclass" + " AND tgname LIKE '%\\_r'");
        run("DROP TRIGGER " + trigger + " ON notes; UPDATE notes SET text = 'unseen' WHERE id = 7");
        String leaf = database.queryText("SELECT tableoid::regclass::text FROM notes WHERE id = 50");
        run("ALTER TABLE " + leaf + " DISABLE TRIGGER ALL; DELETE FROM notes WHERE id = 50");
        run("ALTER TABLE notes_retired DISABLE TRIGGER ALL; TRUNCATE notes_retired");
        String function = "underpin." + trigger;
        String body = database.queryText("SELECT prosrc FROM pg_proc WHERE oid = '" + function + "'::regproc");
        run("CREATE OR REPLACE FUNCTION " + function + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                + " AS 'BEGIN RETURN NULL; END'");

        Told maintained = conversions.maintain();
        maintained.done();
        assertThat(conversions.verify().codes()).isEmpty();
        assertThat(database.queryText("SELECT prosrc FROM pg_proc WHERE oid = '" + function + "'::regproc"))
                .isEqualTo(body);
        run("INSERT INTO notes VALUES (2000, 'seen', now())");
        rolledBackTo(rows(), before);
    }

    @Test
    void theRetiredTableTakesNobodysWrites() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();

        Stream.of(
                        "INSERT INTO notes_retired VALUES (1, 'x', now())",
                        "UPDATE notes_retired SET text = 'x'",
                        "DELETE FROM notes_retired WHERE id = 1",
                        "SET session_replication_role = replica; DELETE FROM notes_retired",
                        "TRUNCATE notes_retired")
                .forEach(sql -> assertThatThrownBy(() -> run(sql)).hasMessageContaining("notes_retired is refused"));
        run("UPDATE notes SET text = 'later' WHERE id = 3");
        conversions.maintain().done();
        assertThat(database.queryText("SELECT text FROM notes_retired WHERE id = 3"))
                .isEqualTo("later");
        rolledBackTo(rows(), before);
    }

    @Test
    void aRetiredTableThatWasEmptiedAllTheSame() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions = Conversions.of(database, NOTES.replace("0 } }", "0 }, reverse: synchronous }"))
                .set("{ lockTimeout: 5s }");
        conversions.apply().done();
        run(
                "ALTER TABLE notes_retired DISABLE TRIGGER ALL; TRUNCATE notes_retired; ALTER TABLE notes_retired ENABLE TRIGGER ALL");
        run("INSERT INTO notes VALUES (1001, 'later', now())");

        rolledBackTo(rows(), before);
    }

    @Test
    void changesPastTheTriggersBeforeTheCutover() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions = Conversions.of(database, NOTES.replace("0 } }", "0 }, cutover: manual }"))
                .set("{ lockTimeout: 5s }");
        conversions
                .applyWith(() -> run(BULK + "ALTER TABLE notes ENABLE TRIGGER USER;"
                        + "ALTER TABLE notes DISABLE TRIGGER USER; ALTER TABLE notes_underpin DISABLE TRIGGER USER;"
                        + "UPDATE notes_underpin SET text = 'stray' WHERE id = 20"))
                .done();

        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text = 'bulk'"))
                .isEqualTo(11);
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(99);
        assertThat(conversions.verify().codes()).isEmpty();
        rolledBackTo(rows(), before);
    }

    @Test
    void aRetiredTableThatIsGone() {
        conversions.apply().done();
        run("DROP TABLE notes_retired");

        Told rollback = conversions.rollback();
        rollback.refusedBy(Codes.RETIRED_GONE.id());
        assertThat(rollback.outcome()).isEqualTo(Outcome.REFUSED);
        conversions.finish(true).done();
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(100);
    }

    @Test
    void nothingIsGivenUpWhileThePlanIsNotWhatItShouldBe() {
        conversions.apply().done();
        String leaf = database.queryText("SELECT tableoid::regclass::text FROM notes WHERE id = 50");
        long lost = database.queryLong("SELECT count(*) FROM " + leaf);
        assertThat(lost).isGreaterThan(20);
        run("ALTER TABLE notes DETACH PARTITION " + leaf + "; DROP TABLE " + leaf);

        Told refused = conversions.finish(false);

        assertThat(refused.outcome()).isEqualTo(Outcome.VERIFICATION_FAILED);
        assertThat(refused.codes()).contains("E2023", Codes.ROWS_DIFFER.id());
        assertThat(refused.problems().toString()).contains("found " + lost);
        assertThat(database.queryLong("SELECT count(*) FROM notes_retired")).isEqualTo(100);
        conversions.finish(true).done();
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(100 - lost);
    }
}
