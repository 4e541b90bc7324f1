package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.KeyTypes.Family;
import dev.underpin.report.RunEvent;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;

/**
 * Keys of many types are followed while they are written, there and back: every write is done to the table and to a plain
 * table beside it, and both must hold the same in the end.
 */
@PostgresTest
@SideBySide
class KeyTypesIT {

    private static final String WRITES = """
            INSERT INTO {t} SELECT {key}, n, now() - n * interval '20 days' FROM generate_series(20 + {o}, 24 + {o}) AS n;
            UPDATE {t} SET n = n + 1000 WHERE n IN (2, 3);
            DELETE FROM {t} WHERE n = 3 + {phase};
            UPDATE {t} SET k = (SELECT {key} FROM (SELECT 40 + {o} AS n) AS other) WHERE n = 5 + {phase};
            UPDATE {t} SET k = {alike} WHERE n = 7 + {phase};
            UPDATE {t} SET at = at - interval '1 year' WHERE n = 9 + {phase};
            UPDATE {t} AS u SET (n, at) = (SELECT o.n, o.at FROM {t} AS o WHERE o.n = 23 - u.n) WHERE u.n IN (11, 12);
            """;

    private static final String TYPES = """
            CREATE EXTENSION citext; CREATE EXTENSION ltree;
            CREATE SCHEMA other; CREATE SCHEMA oracle;
            CREATE DOMAIN other.code AS public.citext;
            CREATE TYPE other.pair AS (a int, b public.citext);
            CREATE COLLATION other.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            DO $$ BEGIN EXECUTE 'CREATE TYPE other.label AS ENUM (' || (SELECT string_agg(quote_literal('l' || n), ', ') FROM generate_series(1, 70) AS n) || ')'; END $$;
            """;

    private static void create(TestDatabase database) {
        database.execute(TYPES);
        for (Family family : KeyTypes.families()) {
            database.execute("""
                    CREATE TABLE %1$s (k %2$s PRIMARY KEY, n int, at timestamptz NOT NULL);
                    %4$s;
                    INSERT INTO %1$s SELECT %3$s, n, now() - n * interval '40 days' FROM generate_series(1, 12) AS n;
                    CREATE TABLE oracle.%1$s (LIKE %1$s INCLUDING ALL);
                    INSERT INTO oracle.%1$s SELECT * FROM %1$s;
                    """.formatted(
                    family.table(), family.type(), family.key(), family.more().replace("{t}", family.table())));
        }
    }

    private static void write(TestDatabase database, Family family, int phase) {
        try (TestSession session = database.session().begin()) {
            for (String table : List.of("oracle." + family.table(), family.table())) {
                for (String statement : WRITES.split(";\\s*\\n", -1)) {
                    if (!statement.isBlank()) {
                        session.execute(statement
                                .replace("{t}", table)
                                .replace("{key}", family.key())
                                .replace("{alike}", family.alike())
                                .replace("{o}", Integer.toString(phase * 10))
                                .replace("{phase}", Integer.toString(phase)));
                    }
                }
            }
            session.commit();
        }
    }

    private static String rows(TestDatabase database, String table) {
        return database.queryText(
                "SELECT string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\") FROM " + table + " AS t");
    }

    private static void asTheOracle(TestDatabase database) {
        for (Family family : KeyTypes.families()) {
            assertThat(rows(database, family.table()))
                    .as(family.table())
                    .isEqualTo(rows(database, "oracle." + family.table()));
        }
    }

    private static Conversions conversions(TestDatabase database) {
        return Conversions.each(
                database,
                KeyTypes.families().stream()
                        .map(family ->
                                "{ table: " + family.table() + ", range: { column: at, interval: 1 year, ahead: 0 } }")
                        .toList());
    }

    @Majors(15)
    void eachIsFollowedThereAndBack(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            create(database);
            CatalogSnapshot before = CatalogSnapshot.of(database);
            Conversions conversions = conversions(database);

            Conversions.tell(() -> conversions
                            .watchedBy(event -> whenCaptured(database, event), Failpoints.NONE)
                            .apply(conversions.plan()))
                    .done();
            asTheOracle(database);
            KeyTypes.families().forEach(family -> write(database, family, 2));
            conversions.verify().done();
            conversions.maintain().done();
            conversions.verify().done();
            conversions.rollback().done();

            asTheOracle(database);
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    private static void whenCaptured(TestDatabase database, RunEvent event) {
        if (event instanceof RunEvent.ActionEnded ended && ended.key().equals("capture")) {
            String number = ended.step().equals("convert") ? "1" : ended.step().substring("convert-".length());
            write(database, KeyTypes.families().get(Integer.parseInt(number) - 1), 1);
        }
    }
}
