package dev.underpin.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.catalog.Table;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class ColumnOptionsIT {

    /** As minor releases since November 2026 keep it, whether this server is one or not. */
    @Test
    void aMarkOfTheServersOwnIsNobodysOption(TestDatabase database) {
        database.execute("CREATE TABLE public.t (a int, b int); ALTER TABLE public.t ALTER a SET (n_distinct = 7)");
        CatalogSnapshot snapshot = CatalogSnapshot.of(database);
        try (CatalogReading reading = CatalogReading.of(database)) {
            Table before = reading.table("t");

            database.execute("UPDATE pg_attribute SET attoptions = '{pg_attver=42}'::text[] || '{n_distinct=7}'::text[]"
                    + " WHERE attrelid = 'public.t'::regclass AND attname = 'a';"
                    + " UPDATE pg_attribute SET attoptions = '{pg_attver=43}'"
                    + " WHERE attrelid = 'public.t'::regclass AND attname = 'b'");

            assertThat(reading.table("t")).isEqualTo(before);
            assertThat(before.columns().get(0).options()).hasToString("{n_distinct=7}");
            assertThat(before.columns().get(1).options()).isEmpty();
            assertThat(CatalogSnapshot.of(database)).isEqualTo(snapshot);
        }
    }
}
