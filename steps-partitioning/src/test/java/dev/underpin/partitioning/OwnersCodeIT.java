package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A superuser converts the table of a role whose functions write down as whom they run, and take what they can get. */
@SideBySide
class OwnersCodeIT {

    private static final String CONVERSION =
            "{ table: mal.notes, range: { column: at, interval: 1 month, ahead: 0 }, %s }";

    private static final String TABLE = """
            CREATE TABLE mal.seen (who text, what text, query text);
            CREATE FUNCTION mal.grab(what text) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
              BEGIN RESET ROLE; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN RESET SESSION AUTHORIZATION; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN ALTER ROLE %1$s SUPERUSER; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN INSERT INTO mal.seen VALUES (current_user, what, current_query()); EXCEPTION WHEN OTHERS THEN NULL; END;
              RETURN true;
            END $$;
            CREATE FUNCTION mal.grabbing() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM mal.grab('trigger');
              RETURN NEW;
            END $$;
            CREATE FUNCTION mal.fixed(what text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$
            BEGIN
              RETURN mal.grab(what);
            END $$;
            CREATE TABLE mal.notes (
              id bigint PRIMARY KEY, text text, at timestamptz NOT NULL,
              twice boolean GENERATED ALWAYS AS (mal.fixed('generated ' || text)) STORED,
              CHECK (mal.grab('check')), CHECK (mal.fixed('constant')));
            CREATE INDEX ON mal.notes (text) WHERE mal.fixed('predicate');
            CREATE INDEX ON mal.notes ((mal.fixed(text)));
            INSERT INTO mal.notes SELECT i, 'n' || i, now() - i * interval '10 hours' FROM generate_series(1, 100) AS i;
            TRUNCATE mal.seen;
            """;

    private static final class Scene implements AutoCloseable {

        private final TestDatabase database;
        private final TestLogin mallory;
        private final Conversions conversions;

        Scene(PostgresServer server, String more) {
            database = server.createDatabase();
            mallory = database.createLogin("mallory", "");
            database.execute("CREATE SCHEMA mal AUTHORIZATION " + mallory.name());
            asMallory(TABLE.formatted(mallory.name()));
            conversions = Conversions.of(database, CONVERSION.formatted(more)).set("{ lockTimeout: 10s }");
        }

        /** By a login of hers: a superuser's session, whatever it is set to, would give its rights back. */
        void asMallory(String script) {
            try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrlAs(mallory) + "&preferQueryMode=simple");
                    Statement statement = connection.createStatement()) {
                statement.execute(script);
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }

        void theOwnerRan(String what) {
            nobodyElseRanIt();
            assertThat(database.queryTexts("SELECT DISTINCT what FROM mal.seen"))
                    .contains(what);
            asMallory("TRUNCATE mal.seen");
        }

        void nobodyElseRanIt() {
            assertThat(database.queryTexts(
                            "SELECT DISTINCT who || ': ' || what || ' in ' || left(query, 300) FROM mal.seen"
                                    + " WHERE who <> ? ORDER BY 1",
                            mallory.name()))
                    .isEmpty();
            assertThat(database.queryBoolean("SELECT rolsuper FROM pg_roles WHERE rolname = ?", mallory.name()))
                    .isFalse();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Majors({14, 15, 17, 18})
    void itRunsAsTheOwnerInBothDirections(PostgresServer server) {
        try (Scene scene = new Scene(server, "oldKey: guarded")) {
            scene.conversions.apply().done();
            scene.theOwnerRan("check");

            scene.asMallory("""
                    UPDATE mal.notes SET text = 'changed' WHERE id < 10;
                    DELETE FROM mal.notes WHERE id = 20;
                    INSERT INTO mal.notes VALUES (1000, 'new', now())
                    """);
            scene.conversions.maintain().done();
            scene.theOwnerRan("check");
            scene.conversions.verify().done();
            scene.nobodyElseRanIt();

            scene.conversions.rollback().done();
            scene.nobodyElseRanIt();
            assertThat(scene.database.queryLong("SELECT count(*) FROM mal.notes"))
                    .isEqualTo(100);
            assertThat(scene.database.queryLong("SELECT count(*) FROM mal.notes WHERE text = 'changed'"))
                    .isEqualTo(9);
        }
    }

    /** The logs and the registry have the key's type; that of the table is the owner's to change, and so are casts from his types. */
    @Majors({14, 15, 17, 18})
    void keysAreConvertedAsTheOwner(PostgresServer server) {
        for (String oldKey : List.of("oldKey: lost", "oldKey: guarded")) {
            try (Scene scene = new Scene(server, oldKey)) {
                scene.conversions.apply().done();
                scene.asMallory("""
                        CREATE TYPE mal.own AS ENUM ('x', 'yy');
                        CREATE FUNCTION mal.number(mal.own) RETURNS bigint LANGUAGE plpgsql AS $$
                        BEGIN PERFORM mal.grab('cast'); RETURN length($1::text); END $$;
                        CREATE CAST (mal.own AS bigint) WITH FUNCTION mal.number(mal.own) AS IMPLICIT;
                        DO $$
                        DECLARE t record;
                        BEGIN
                          FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'mal.notes'::regclass AND tgqual IS NOT NULL LOOP
                            EXECUTE format('DROP TRIGGER %I ON mal.notes', t.tgname);
                          END LOOP;
                        END $$;
                        DELETE FROM mal.notes WHERE id > 1;
                        ALTER TABLE mal.notes ALTER id TYPE mal.own USING 'x';
                        """);

                scene.asMallory("INSERT INTO mal.notes VALUES ('yy', 'new', now()); DELETE FROM mal.notes");

                scene.theOwnerRan("cast");
            }
        }
    }

    @Majors({15, 18})
    void aWriteThatIsDoneToBothTablesAtOnceRunsAsTheOwner(PostgresServer server) {
        try (Scene scene = new Scene(server, "reverse: synchronous, oldKey: lost")) {
            scene.conversions.apply().done();
            scene.asMallory("""
                    TRUNCATE mal.seen;
                    UPDATE mal.notes SET text = 'changed' WHERE id < 10;
                    INSERT INTO mal.notes VALUES (1000, 'new', now())
                    """);
            scene.theOwnerRan("check");
            assertThat(
                            scene.database.queryText(
                                    "SELECT string_agg(DISTINCT pg_get_userbyid(p.proowner), ',') FROM pg_proc p"
                                            + " WHERE p.pronamespace = 'underpin'::regnamespace AND p.prosrc LIKE '%notes_retired%'"))
                    .isEqualTo(scene.mallory.name());
            assertThat(scene.database.queryBoolean(
                            "SELECT has_schema_privilege(?, 'underpin', 'CREATE')", scene.mallory.name()))
                    .isFalse();
            scene.conversions.rollback().done();
            scene.nobodyElseRanIt();
        }
    }
}
