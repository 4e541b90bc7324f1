package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a swap does to each partition takes time in which nobody writes: it is foretold, and kept where it is promised. */
@PostgresTest
@SideBySide
class ManyPartitionsIT {

    private static final String NOTES = "{ table: notes, range: { column: at, interval: 1 day, ahead: 0 } }";

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE rooms (id int PRIMARY KEY);
                CREATE TABLE floors (id int PRIMARY KEY);
                INSERT INTO rooms VALUES (1);
                CREATE TABLE notes (
                  id bigint PRIMARY KEY, room int REFERENCES rooms, floor int REFERENCES floors, at timestamptz NOT NULL);
                INSERT INTO notes SELECT n, 1, NULL, date_trunc('day', now()) - n * interval '1 day' FROM generate_series(1, 100) AS n;
                """);
    }

    @Test
    void whatWouldTakeTooLongIsRefusedBeforeAnythingIsMade() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Conversions conversions = Conversions.of(database, NOTES).set("{ lockTimeout: 10ms }");

        conversions.check().refusedBy(Codes.SWAP_TOO_LONG.id());
        assertThat(conversions.apply().outcome()).isEqualTo(Outcome.REFUSED);

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void whatFitsIsDoneThereAndBack() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        DataDigest rows = DataDigest.of(database, "notes");
        Conversions conversions = Conversions.of(database, NOTES).set("{ lockTimeout: 5s, maxLockWait: 30s }");
        assertThat(conversions.check().codes()).doesNotContain(Codes.SWAP_TOO_LONG.id());

        conversions.apply().done();
        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(DataDigest.of(database, "notes")).isEqualTo(rows);
    }
}
