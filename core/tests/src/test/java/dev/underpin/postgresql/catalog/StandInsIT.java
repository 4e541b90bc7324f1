package dev.underpin.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.db.Rows;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** What the server makes of a stand-in is what it makes of the table that the model was read from. */
@PostgresTest
@SideBySide
class StandInsIT {

    private static final String SCHEMA = """
            CREATE SCHEMA app;
            CREATE TYPE app.mood AS ENUM ('calm', 'angry');
            CREATE DOMAIN app.short AS varchar(20) CHECK (VALUE <> '');
            CREATE COLLATION app.czech (provider = libc, locale = 'C');
            CREATE TABLE public.messages (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                "two words" app.mood[] NOT NULL,
                title app.short,
                body text COLLATE app.czech DEFAULT 'none',
                price numeric(10, 2),
                words int GENERATED ALWAYS AS (length(body)) STORED,
                "from" interval day to second(3)
            );
            CREATE TABLE public.events (kind text, at timestamptz NOT NULL) PARTITION BY LIST (lower(kind) COLLATE "C");
            """;

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, a.attnotnull,
                   a.attgenerated, CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                   pg_get_partkeydef(a.attrelid)
              FROM pg_attribute a
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = {0}::regclass AND a.attnum > 0
             ORDER BY a.attnum
            """;

    @Majors(always = true)
    void standInsHaveTheTablesColumns(TestDatabase database) {
        database.execute(SCHEMA);
        if (database.server().major() >= 18) {
            database.execute("ALTER TABLE public.messages ADD twice numeric GENERATED ALWAYS AS (price * 2) VIRTUAL");
        }
        try (CatalogReading reading = CatalogReading.of(database);
                Session scratch = new Sessions(database.dataSource(), SearchPath.EMPTY).open("scratch")) {
            Dialect dialect = scratch.dialect();
            for (String local : List.of("messages", "events")) {
                Table table = reading.table(local);
                QualifiedName standIn =
                        dialect.statements(StandInStatements.class).name(local);

                Rows copy = scratch.rolledBack(() -> {
                    scratch.execute(dialect.statements(StandInStatements.class)
                            .table(standIn, table.columns(), table.partitioning()));
                    return scratch.query(columns(dialect, standIn));
                });

                assertThat(copy).isEqualTo(scratch.query(columns(dialect, table.name())));
                assertThat(copy.size()).isEqualTo(table.columns().size());
            }
        }
    }

    /** Bytes count what is stored beside the table's own pages. */
    @Test
    void aSampleIsBoundedByRowsPagesAndBytes(TestDatabase database) {
        database.execute(SCHEMA);
        try (CatalogReading reading = CatalogReading.of(database);
                Session scratch = new Sessions(database.dataSource(), SearchPath.EMPTY).open("scratch")) {
            StandInStatements standIns = scratch.dialect().statements(StandInStatements.class);
            Table table = reading.table("messages");
            Map<Extent, String> shares = Map.of(
                    new Extent(50, 1, 8192), "1E2",
                    new Extent(400, 10, 80 << 10), "2.5E1",
                    new Extent(100, 32_768, 256L << 20), "2.5E1",
                    new Extent(100, 10, 512L << 20), "1.25E1",
                    new Extent(-1, 10, 80 << 10), "7.8125E0",
                    new Extent(0, 10, 80 << 10), "7.8125E0");
            assertThat(shares)
                    .allSatisfy((extent, percent) -> assertThat(
                                    standIns.sample(standIns.name("messages"), table, extent, 100)
                                            .text())
                            .contains("TABLESAMPLE SYSTEM (cast(%s as double precision))".formatted(percent))
                            .endsWith("LIMIT 200"));
        }
    }

    private static Sql columns(Dialect dialect, QualifiedName relation) {
        return dialect.sql(COLUMNS, DSL.inline(dialect.render(relation.jooq())));
    }
}
