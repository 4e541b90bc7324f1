package dev.underpin.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.report.Failure;
import dev.underpin.spi.program.Sql;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A superuser's session reaches code of a role that wants to become one. */
@SideBySide
class ConfinementIT {

    /** Tries every way back to the session's own rights, and takes what it finds. */
    private static final String GRAB = """
            CREATE FUNCTION mal.grab() RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
              BEGIN RESET ROLE; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN SET ROLE NONE; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN RESET SESSION AUTHORIZATION; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN SET SESSION AUTHORIZATION DEFAULT; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN
                ALTER ROLE %1$s SUPERUSER;
              EXCEPTION WHEN OTHERS THEN NULL;
              END;
              RETURN true;
            END $$;
            CREATE FUNCTION mal.grabbing() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM mal.grab();
              RETURN NEW;
            END $$;
            """;

    private static final class Scene implements AutoCloseable {

        private final TestDatabase database;
        private final TestLogin mallory;
        private final Session session;

        Scene(PostgresServer server) {
            database = server.createDatabase();
            mallory = database.createLogin("mallory", "");
            database.execute("CREATE SCHEMA mal AUTHORIZATION " + mallory.name());
            asMallory(GRAB.formatted(mallory.name()) + "CREATE TABLE mal.t (id int, note text)");
            session = new Sessions(database.dataSource(), new SearchPath(List.of("mal"))).open("test");
        }

        void asMallory(String script) {
            database.execute(
                    "SET SESSION AUTHORIZATION " + mallory.name() + ";" + script + "; RESET SESSION AUTHORIZATION");
        }

        Sql hers(String text) {
            return Sql.of(text).as(mallory.name());
        }

        boolean grabbed() {
            return database.queryBoolean("SELECT rolsuper FROM pg_roles WHERE rolname = ?", mallory.name());
        }

        @Override
        public void close() {
            session.close();
            database.close();
        }
    }

    @Majors({14, 15, 16, 17, 18})
    void nothingThatAStatementReachesGetsTheSessionsRights(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("ALTER TABLE mal.t ADD CHECK (mal.grab());"
                    + " CREATE TRIGGER g AFTER INSERT ON mal.t FOR EACH ROW EXECUTE FUNCTION mal.grabbing()");

            long rows = scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (1, 'one'), (2, 'two')"));
            Rows read = scene.session.query(
                    scene.hers(
                            "SELECT id, note, true AS yes, NULL AS none, ROW(NULL) AS empty, mal.grab() FROM mal.t ORDER BY id DESC"));

            assertThat(rows).isEqualTo(2);
            assertThat(read.columns()).containsExactly("id", "note", "yes", "none", "empty", "grab");
            assertThat(read.values().get(0)).containsExactly("2", "two", "t", null, "()", "t");
            assertThat(scene.grabbed()).isFalse();
        }
    }

    @Majors({15})
    void withoutConfinementItDoes(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("ALTER TABLE mal.t ADD CHECK (mal.grab())");

            scene.session.execute(Sql.of("INSERT INTO mal.t VALUES (1)"));

            assertThat(scene.grabbed()).isTrue();
        }
    }

    @Majors({14, 15, 16, 17, 18})
    void nothingIsPutOffUntilTheCommit(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("""
                    CREATE TABLE mal.later (i int);
                    CREATE CONSTRAINT TRIGGER g AFTER INSERT ON mal.later INITIALLY DEFERRED
                      FOR EACH ROW EXECUTE FUNCTION mal.grabbing();
                    CREATE FUNCTION mal.again() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      SET CONSTRAINTS ALL DEFERRED;
                      INSERT INTO mal.later VALUES (1);
                      RETURN NEW;
                    END $$;
                    CREATE CONSTRAINT TRIGGER a AFTER INSERT ON mal.t INITIALLY DEFERRED
                      FOR EACH ROW EXECUTE FUNCTION mal.again()
                    """);
            if (server.major() < 18) {
                assertThatThrownBy(() -> scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (1)")))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.problems().toString())
                                        .contains("E1214", "the trigger g of mal.later"));
            } else {
                scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (1)"));
            }
            assertThat(scene.grabbed()).isFalse();
        }
    }

    @Majors({14, 15, 16, 17, 18})
    void noCursorOutlivesTheTransaction(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("""
                    CREATE FUNCTION mal.hold() RETURNS boolean LANGUAGE plpgsql AS $$
                    BEGIN
                      EXECUTE 'DECLARE c CURSOR WITH HOLD FOR SELECT mal.grab()';
                      RETURN true;
                    END $$;
                    ALTER TABLE mal.t ADD CHECK (mal.hold())
                    """);

            assertThatThrownBy(() -> scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (1)")))
                    .hasMessageContaining("put off");
            scene.session.query(scene.hers("SELECT mal.hold()"));

            assertThat(scene.grabbed()).isFalse();
            assertThat(scene.database.queryLong("SELECT count(*) FROM mal.t")).isZero();
        }
    }

    @Majors({14, 15, 18})
    void whatIsLeftInTheSessionHasNoSay(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("""
                    CREATE FUNCTION mal.same(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT mal.grab() $$;
                    CREATE OPERATOR mal.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mal.same);
                    CREATE FUNCTION mal.spoil() RETURNS boolean LANGUAGE plpgsql AS $$
                    BEGIN
                      PERFORM set_config('search_path', 'mal, pg_catalog', false);
                      PERFORM set_config('standard_conforming_strings', 'off', false);
                      PERFORM set_config('transform_null_equals', 'on', false);
                      RETURN true;
                    END $$;
                    ALTER TABLE mal.t ADD CHECK (mal.spoil())
                    """);

            boolean within = scene.session.transaction(() -> {
                scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (1)"));
                return "t"
                        .equals(scene.session
                                .query(Sql.of("SELECT 'a'::text = 'b'::text"))
                                .first());
            });
            String after =
                    scene.session.query(Sql.of("SELECT 'a'::text = 'b'::text")).first();

            assertThat(within).isFalse();
            assertThat(after).isEqualTo("f");
            assertThat(scene.session.query(Sql.of("SHOW search_path")).first()).isEqualTo("\"\"");
            assertThat(scene.session
                            .query(Sql.of("SHOW standard_conforming_strings"))
                            .first())
                    .isEqualTo("on");
            assertThat(scene.session.query(Sql.of("SHOW transform_null_equals")).first())
                    .isEqualTo("off");
            assertThat(scene.grabbed()).isFalse();
            assertThat(scene.session.entrusted()).isTrue();
        }
    }

    @Majors({14, 15, 18})
    void whatItIsDoneWithCannotBeChanged(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("""
                    CREATE FUNCTION mal.alter() RETURNS boolean LANGUAGE plpgsql AS $$
                    BEGIN
                      BEGIN
                        ALTER FUNCTION pg_temp.underpin_confined(text[], boolean) SECURITY INVOKER;
                      EXCEPTION WHEN OTHERS THEN NULL;
                      END;
                      RETURN mal.grab();
                    END $$;
                    ALTER TABLE mal.t ADD CHECK (mal.alter())
                    """);

            scene.session.transaction(() -> {
                scene.session.executeAll(List.of(
                        scene.hers("INSERT INTO mal.t VALUES (1)"), scene.hers("INSERT INTO mal.t VALUES (2)")));
                return scene.session.execute(scene.hers("INSERT INTO mal.t VALUES (3)"));
            });

            assertThat(scene.grabbed()).isFalse();
            assertThat(scene.database.queryLong("SELECT count(*) FROM mal.t")).isEqualTo(3);
        }
    }

    @Majors({15})
    void aQuestionChangesNothing(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            scene.asMallory("CREATE FUNCTION mal.write() RETURNS int LANGUAGE sql AS"
                    + " $$ INSERT INTO mal.t VALUES (1) RETURNING id $$");

            assertThatThrownBy(() -> scene.session.query(scene.hers("SELECT mal.write()")))
                    .hasMessageContaining("read-only");
            assertThat(scene.session
                            .query(scene.hers("EXPLAIN SELECT * FROM mal.t"))
                            .first())
                    .contains("Seq Scan");
        }
    }

    @Majors({15})
    void valuesAreWrittenAsTheyAre(PostgresServer server) {
        try (Scene scene = new Scene(server)) {
            Sql insert = new Sql(
                    "INSERT INTO mal.t (note) VALUES (:v)",
                    List.of(new Sql.Param("v", "text", 33, Optional.empty())),
                    List.of(),
                    Sql.Author.TOOL);
            String value = "it's \\' a $underpin$ ?\n\\";

            scene.session.execute(insert.as(scene.mallory.name()), Map.of("v", value));

            assertThat(scene.database.queryText("SELECT note FROM mal.t")).isEqualTo(value);
        }
    }
}
