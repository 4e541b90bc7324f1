package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody puts in the place of an object of ours is never dropped, renamed or read for ours. */
@PostgresTest
@SideBySide
class TakenNamesIT {

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(
                fresh, "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }");
        fresh.execute("""
                CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL);
                INSERT INTO notes SELECT n, 'n' || n, date_trunc('month', now()) - n * interval '10 hours'
                FROM generate_series(1, 50) AS n;
                """);
    }

    private void rows(String table, long count) {
        assertThat(database.queryLong("SELECT count(*) FROM " + table)).isEqualTo(count);
    }

    @Test
    void atTheEnd() {
        conversions.apply().done();
        database.execute("DROP TABLE notes_retired; CREATE TABLE notes_retired AS SELECT id FROM notes WHERE id < 4");

        refused(conversions.finish(true));

        rows("notes_retired", 3);
        assertThat(database.queryLong("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'notes'::regclass"))
                .as("nothing was given up")
                .isPositive();
        database.execute("ALTER TABLE notes_retired RENAME TO mine");
        conversions.finish(true).done();
        rows("mine", 3);
        rows("notes", 50);
    }

    @Test
    void onTheWayBack() {
        conversions.apply().done();
        database.execute(
                "ALTER TABLE notes_retired RENAME TO kept; CREATE TABLE notes_retired (LIKE kept INCLUDING ALL)");

        refused(conversions.rollback());

        rows("notes", 50);
        rows("notes_retired", 0);
        database.execute("DROP TABLE notes_retired; ALTER TABLE kept RENAME TO notes_retired");
        conversions.rollback().done();
        rows("notes", 50);
    }

    @Test
    void afterADeathBeforeTheCutover() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Failpoints death = HeldConversion.deathAt(Failpoint.TRANSACTION_COMMITTED, "analyze");
        Assertions.assertThatThrownBy(() -> conversions.apply(death)).isInstanceOf(HeldConversion.Death.class);
        database.execute("ALTER TABLE notes_underpin RENAME TO aside; CREATE TABLE notes_underpin AS SELECT 1 AS mine");

        Told resumed = conversions.resume();
        assertThat(resumed.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(resumed.codes()).contains(CommonCodes.ANOTHER_OBJECT.id());
        refused(conversions.rollback());

        rows("notes_underpin", 1);
        database.execute("DROP TABLE notes_underpin; ALTER TABLE aside RENAME TO notes_underpin");
        conversions.rollback().done();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void anotherTableInThePlaceOfTheLiveOne() {
        conversions.apply().done();
        database.execute("ALTER TABLE notes RENAME TO mine; CREATE TABLE notes AS SELECT * FROM mine LIMIT 5");

        database.execute("""
                DO $$ DECLARE t record; BEGIN
                  FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'mine'::regclass AND NOT tgisinternal LOOP
                    EXECUTE format('DROP TRIGGER %I ON mine', t.tgname);
                  END LOOP; END $$
                """);
        Told told = conversions.rollback();

        refused(told);
        assertThat(told.problems().toString()).contains("ours is called public.mine now");
        rows("notes", 5);
        database.execute("DROP TABLE notes; ALTER TABLE mine RENAME TO notes");
        conversions.rollback().done();
        rows("notes", 50);
    }

    @Test
    void aTableThatIsDroppedDuringTheCopyLeavesItsCopyAndAWayOut() {
        Failpoints death = HeldConversion.deathAt(Failpoint.CHUNK_COMMITTED, "copy");
        Assertions.assertThatThrownBy(() -> conversions.apply(death)).isInstanceOf(HeldConversion.Death.class);
        database.execute("DROP TABLE notes");

        Told resumed = conversions.resume();
        assertThat(resumed.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(resumed.codes()).contains("E2029");
        conversions.rollback().refusedBy(Codes.DROPPED_DURING_COPY.id());

        database.execute("ALTER TABLE notes_underpin RENAME TO saved");
        conversions.rollback().done();
        rows("saved", 50);
        nothingIsLeftOfOurs();
    }

    @Test
    void aTableThatIsDroppedAfterTheCutoverLeavesTheRetiredOneAndAWayOut() {
        conversions.apply().done();
        database.execute("DROP TABLE notes");

        assertThat(conversions.verify().codes()).contains(Codes.VANISHED.id());
        conversions.rollback().refusedBy(Codes.DROPPED_AFTER_CUTOVER.id());
        assertThat(conversions.finish(false).outcome()).isEqualTo(Outcome.VERIFICATION_FAILED);
        conversions.finish(true).done();

        rows("notes_retired", 50);
        database.execute("DELETE FROM notes_retired WHERE id = 1; ALTER TABLE notes_retired RENAME TO notes");
        rows("notes", 49);
        nothingIsLeftOfOurs();
    }

    private void nothingIsLeftOfOurs() {
        assertThat(database.queryTexts("SELECT relname FROM pg_class WHERE relnamespace = 'underpin'::regnamespace"
                        + " AND relname LIKE 'notes%' UNION ALL SELECT proname FROM pg_proc"
                        + " WHERE pronamespace = 'underpin'::regnamespace"))
                .isEmpty();
    }

    private static void refused(Told told) {
        told.refusedBy(CommonCodes.ANOTHER_OBJECT.id());
    }
}
