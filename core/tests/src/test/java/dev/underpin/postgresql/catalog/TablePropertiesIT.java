package dev.underpin.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.postgresql.catalog.TableChanges.Change;
import dev.underpin.spi.catalog.Table;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import org.assertj.core.api.SoftAssertions;

@SideBySide
class TablePropertiesIT {

    @Majors(always = true)
    void everyChangeShowsInItsPlaceAndNowhereElse(TestDatabase database) {
        database.execute(TableChanges.SCHEMA);
        SoftAssertions softly = new SoftAssertions();
        try (CatalogReading reading = CatalogReading.of(database)) {
            for (Change change : TableChanges.on(database.server().major())) {
                Table before = reading.table(change.table());
                database.execute(change.ddl());
                Table after = reading.table(change.table());
                softly.assertThat(Differences.between(before, after))
                        .as(change.ddl())
                        .containsExactlyInAnyOrderElementsOf(change.paths());
            }
        }
        softly.assertAll();
    }

    @Majors(always = true)
    void readingTwiceGivesEqualTables(TestDatabase database) {
        database.execute(TableChanges.SCHEMA);

        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.table("messages")).isEqualTo(reading.table("messages"));
        }
    }
}
