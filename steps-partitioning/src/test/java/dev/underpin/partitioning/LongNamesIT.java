package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names near the length that the server keeps, together longer than it, and tables with many columns. */
@PostgresTest
@SideBySide
class LongNamesIT {

    private static final String LONG = "analytics_warehouse_production.customer_subscription_events";
    private static final String FIFTY = "a".repeat(40) + "_überlang";

    private static void create(TestDatabase database, String table, String more) {
        database.execute("""
                CREATE TABLE %s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, note text %s);
                INSERT INTO %1$s (at, note) SELECT now() - n * interval '1 day', 'n' || n FROM generate_series(1, 100) AS n;
                """.formatted(table, more));
    }

    private static String with(String table) {
        return "{ table: " + table + ", range: { column: at, interval: 1 month, ahead: 0 } }";
    }

    @Test
    void namesThatAreLongTogetherComeThereAndBack(TestDatabase database) {
        database.execute("CREATE SCHEMA analytics_warehouse_production");
        create(database, LONG, "");
        create(database, FIFTY, "");
        database.execute("CREATE INDEX " + FIFTY + "_note_index ON " + FIFTY + " (note)");
        CatalogSnapshot before = CatalogSnapshot.of(database);
        List<DataDigest> rows = List.of(DataDigest.of(database, LONG), DataDigest.of(database, FIFTY));
        Conversions conversions = Conversions.each(database, List.of(with(LONG), with(FIFTY)));

        conversions.apply().done();
        conversions.verify().done();
        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(List.of(DataDigest.of(database, LONG), DataDigest.of(database, FIFTY)))
                .isEqualTo(rows);
        conversions.apply().done();
        conversions.finish().done();
        assertThat(List.of(DataDigest.of(database, LONG), DataDigest.of(database, FIFTY)))
                .isEqualTo(rows);
    }

    @Test
    void aTableOfManyColumnsIsNotLookedAtUnderItsLocks(TestDatabase database) {
        StringBuilder columns = new StringBuilder();
        for (int n = 1; n <= 1_450; n++) {
            columns.append(", c").append(n).append(" text DEFAULT 'x").append(n).append("'");
        }
        create(database, "wide", columns.toString());
        Conversions conversions = Conversions.of(
                        database, "{ table: wide, range: { column: at, interval: 1 year, ahead: 0 } }")
                .set("{ lockTimeout: 900ms }");

        conversions.apply().done();
        conversions.rollback().done();
    }
}
