package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that arrive while a conversion waits for its cutover, and for which no partition is there. */
@PostgresTest
@SideBySide
class UnforeseenRowsIT {

    private static final String MANUAL =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 1 }, oldKey: lost, cutover: manual }";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, MANUAL);
        fresh.execute("""
                CREATE TABLE notes (id bigserial PRIMARY KEY, text text, at timestamptz DEFAULT now());
                INSERT INTO notes (text, at) SELECT 'n' || n, now() - n * interval '3 hours' FROM generate_series(1, 500) AS n;
                """);
    }

    private void run(String sql) {
        database.execute(sql);
    }

    @Majors({14, 15, 17, 18})
    void aRowWithoutAPlaceIsNamedAndTheCutoverWaitsForItsCorrection() {
        Told told = conversions.applyWith(() -> run("INSERT INTO notes (id, at) VALUES (777, NULL)"));

        told.stoppedBy(Codes.ROWS_WITHOUT_PLACE.id());
        assertThat(told.problems().toString()).contains("777");
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(501);
        run("UPDATE notes SET at = now() WHERE id = 777");
        conversions.resume().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 777 AND at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Majors({14, 15, 17, 18})
    void timesTooFarAwayForPartitionsAreNamedAndTheCutoverWaitsForTheirCorrection() {
        Told told = conversions.applyWith(() -> run("""
                INSERT INTO notes (id, at) VALUES (777, '0001-01-01'), (778, '4000-01-01'), (779, 'infinity'), (780, '-infinity');
                INSERT INTO notes (id, at) VALUES (781, now() - interval '3 years'), (782, now() + interval '1 year');
                """));

        told.stoppedBy(Codes.ROWS_WITHOUT_PLACE.id());
        assertThat(told.problems().toString())
                .contains("777", "778", "779", "780")
                .doesNotContain("781", "782");
        assertThat(database.queryLong("SELECT count(*) FROM notes_underpin"))
                .as("the copy is kept")
                .isEqualTo(502);
        assertThat(database.queryLong("SELECT count(*) FROM pg_inherits WHERE inhparent = 'notes_underpin'::regclass"))
                .as("partitions")
                .isLessThan(60);
        run("UPDATE notes SET at = now() WHERE id BETWEEN 777 AND 779; DELETE FROM notes WHERE id = 780");
        conversions.resume().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id BETWEEN 777 AND 782"))
                .isEqualTo(5);
        conversions.verify().done();
    }

    @Test
    void aDefaultPartitionTakesTimesThatAreFarAway() {
        Conversions everywhere = Conversions.of(database, MANUAL.replace("ahead: 1", "ahead: 1, default: partition"));

        everywhere
                .applyWith(() -> run(
                        "INSERT INTO notes (id, at) VALUES (777, '0001-01-01'), (778, 'infinity'), (779, '-infinity')"))
                .done();

        assertThat(database.queryTexts("SELECT id::text FROM notes_default ORDER BY id"))
                .containsExactly("777", "778", "779");
    }

    @Test
    void timesAtTheEndsOfTheCalendarAreFarAwayHoweverLongThePeriods() {
        Conversions decades = Conversions.of(database, MANUAL.replace("1 month", "10 years"));

        Told told = decades.applyWith(() -> run("""
                INSERT INTO notes (id, at) VALUES (777, '0001-01-01'), (778, '4713-01-01 BC'), (779, '9999-12-31'), (780, '12000-01-01');
                INSERT INTO notes (id, at) VALUES (781, '1850-01-01'), (782, '2100-01-01');
                """));

        told.stoppedBy(Codes.ROWS_WITHOUT_PLACE.id());
        assertThat(told.problems().toString())
                .contains("777", "778", "779", "780")
                .doesNotContain("781", "782");
        run("DELETE FROM notes WHERE id BETWEEN 777 AND 780");
        decades.resume().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id > 700"))
                .isEqualTo(2);
    }

    @Test
    void aConversionThatStoppedAtARowWithoutAPlaceCanBeTakenBack() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions
                .applyWith(() -> run("INSERT INTO notes (id, at) VALUES (777, NULL)"))
                .stoppedBy(Codes.ROWS_WITHOUT_PLACE.id());

        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(501);
    }

    @Test
    void aRowWithoutAPlaceThatIsCorrectedInTimeIsNoHindrance() {
        conversions
                .applyWith(() -> {
                    run("INSERT INTO notes (id, at) VALUES (777, NULL), (778, 'infinity')");
                    run("UPDATE notes SET at = now() WHERE id IN (777, 778)");
                })
                .done();

        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id IN (777, 778)"))
                .isEqualTo(2);
    }
}
