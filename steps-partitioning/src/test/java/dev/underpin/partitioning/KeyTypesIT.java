package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoints;
import dev.underpin.report.RunEvent;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;

/**
 * Keys of many types are followed while they are written, there and back: every write is done to the table and to a plain
 * table beside it, and both must hold the same in the end.
 */
@PostgresTest
class KeyTypesIT {

    /**
     * A family of types.
     *
     * @param type of the key column
     * @param key the {@code n}th value
     * @param alike another spelling of the equal value {@code k}
     */
    private record Family(String table, String type, String key, String alike) {

        static Family of(String table, String type, String key) {
            return new Family(table, type, key, "k");
        }
    }

    private static final List<Family> FAMILIES = List.of(
            new Family("citexts", "public.citext", "('Key' || n)::public.citext", "upper(k::text)::public.citext"),
            Family.of("ltrees", "public.ltree", "('a.b' || n)::public.ltree"),
            new Family("numerics", "numeric", "n / 10.0", "k + 0.0000"),
            Family.of("uuids", "uuid", "md5(n::text)::uuid"),
            Family.of("byteas", "bytea", "int4send(n)"),
            Family.of("inets", "inet", "'10.0.0.0'::inet + n"),
            Family.of("cidrs", "cidr", "('10.0.' || n || '.0/24')::cidr"),
            Family.of("enums", "other.label", "('l' || n)::other.label"),
            new Family("domains", "other.code", "('Code' || n)::other.code", "upper(k::text)::other.code"),
            Family.of("ranges", "int4range", "int4range(n, n + 1)"),
            new Family("composites", "other.pair", "ROW(n, 'x' || n)::other.pair", "ROW((k).a, upper((k).b::text))::other.pair"),
            new Family("collated", "text COLLATE other.ci", "'Key' || n", "upper(k)"),
            Family.of("arrays", "int[]", "ARRAY[n, 1]"),
            Family.of("varchars", "varchar(20)", "'v' || n"),
            Family.of("chars", "char(8)", "('c' || n)::char(8)"),
            Family.of("names", "name", "('n' || n)::name"));

    private static final String WRITES = """
            INSERT INTO {t} SELECT {key}, n, now() - n * interval '20 days' FROM generate_series(20 + {o}, 24 + {o}) AS n;
            UPDATE {t} SET n = n + 1000 WHERE n IN (2, 3);
            DELETE FROM {t} WHERE n = 3 + {phase};
            UPDATE {t} SET k = (SELECT {key} FROM (SELECT 40 + {o} AS n) AS other) WHERE n = 5 + {phase};
            UPDATE {t} SET k = {alike} WHERE n = 7 + {phase};
            UPDATE {t} SET at = at - interval '1 year' WHERE n = 9 + {phase};
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
        for (Family family : FAMILIES) {
            database.execute("""
                    CREATE TABLE %1$s (k %2$s PRIMARY KEY, n int, at timestamptz NOT NULL);
                    INSERT INTO %1$s SELECT %3$s, n, now() - n * interval '40 days' FROM generate_series(1, 12) AS n;
                    CREATE TABLE oracle.%1$s (LIKE %1$s INCLUDING ALL);
                    INSERT INTO oracle.%1$s SELECT * FROM %1$s;
                    """.formatted(family.table(), family.type(), family.key()));
        }
    }

    private static void write(TestDatabase database, Family family, int phase) {
        try (TestSession session = database.session().begin()) {
            for (String table : List.of("oracle." + family.table(), family.table())) {
                for (String statement : WRITES.split(";\\s*\\n", -1)) {
                    if (!statement.isBlank()) {
                        session.execute(statement.replace("{t}", table)
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
        for (Family family : FAMILIES) {
            assertThat(rows(database, family.table())).as(family.table()).isEqualTo(rows(database, "oracle." + family.table()));
        }
    }

    private static Conversions conversions(TestDatabase database) {
        return Conversions.each(
                database,
                FAMILIES.stream()
                        .map(family -> "{ table: " + family.table()
                                + ", range: { column: at, interval: 1 year, ahead: 0 } }")
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
            FAMILIES.forEach(family -> write(database, family, 2));
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
            write(database, FAMILIES.get(Integer.parseInt(number) - 1), 1);
        }
    }
}
