package dev.underpin.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.underpin.testkit.Majors;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class CatalogSnapshotIT {

    @Test
    void theSnapshotNoticesWhateverPgDumpNotices() {
        PostgresServer server = PostgresServer.major(15);
        assumeTrue(SchemaDump.isAvailableFor(server), "no pg_dump for PostgreSQL 15 on this machine");
        List<SchemaChange> changes = Matrix.some(changesFor(server), "pg_dump");
        List<SchemaChange> noticedByPgDump = noticedByPgDump(server, changes);
        assertThat(noticedBySnapshot(server)).containsAll(noticedByPgDump);
        assertThat(changes)
                .as("all but a few are noticed by pg_dump, so that the comparison is with something")
                .filteredOn(change -> !noticedByPgDump.contains(change))
                .hasSizeLessThan(5);
    }

    @Majors(always = true)
    void everyChangeIsNoticedOnEveryMajor(PostgresServer server) {
        assertThat(noticedBySnapshot(server)).containsExactlyElementsOf(changesFor(server));
    }

    @Majors(always = true)
    void theSameSchemaMadeTwiceGivesTheSameSnapshot(PostgresServer server, TestDatabase first) {
        try (TestDatabase second = server.createDatabase()) {
            second.execute("CREATE TABLE shifts_every_oid (id int PRIMARY KEY); DROP TABLE shifts_every_oid");
            for (TestDatabase database : List.of(first, second)) {
                MessagesFixture.load(database, 200, 2);
                database.execute(resource("rich-schema.sql"));
            }
            second.execute("UPDATE messages SET content = 'x'; ANALYZE; SELECT nextval('app.ticket')");
            assertThat(CatalogSnapshot.of(first).diff(CatalogSnapshot.of(second)))
                    .isEmpty();
            assertThat(CatalogSnapshot.withSequencePositions(first).diff(CatalogSnapshot.withSequencePositions(second)))
                    .isEqualTo(
                            "-sequence app.ticket: position = 10, called false\n+sequence app.ticket: position = 10, called true\n");
        }
    }

    @Majors(always = true)
    void theSessionsSettingsDoNotShow(TestDatabase database) {
        database.execute(resource("rich-schema.sql"));
        CatalogSnapshot before = CatalogSnapshot.of(database);
        database.execute("""
                DO $$ BEGIN
                    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_user, current_database());
                    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = app', current_user, current_database());
                END $$
                """);
        assertThat(before.diff(CatalogSnapshot.of(database)))
                .startsWith("+database: settings of")
                .hasLineCount(1);
    }

    @Test
    void theToolsOwnSchemaIsLeftOut(TestDatabase database) {
        database.execute(resource("rich-schema.sql"));
        CatalogSnapshot before = CatalogSnapshot.of(database);
        database.execute("""
                CREATE SCHEMA underpin;
                CREATE TYPE underpin.state AS ENUM ('on', 'off');
                CREATE TABLE underpin.run (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state underpin.state CHECK (state = 'on'));
                CREATE INDEX ON underpin.run (state);
                CREATE FUNCTION underpin.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER t AFTER INSERT ON underpin.run EXECUTE FUNCTION underpin.f();
                COMMENT ON SCHEMA underpin IS 'ours';
                COMMENT ON TABLE underpin.run IS 'ours';
                COMMENT ON COLUMN underpin.run.state IS 'ours';
                COMMENT ON TRIGGER t ON underpin.run IS 'ours';
                COMMENT ON FUNCTION underpin.f() IS 'ours';
                COMMENT ON TYPE underpin.state IS 'ours';
                ALTER DEFAULT PRIVILEGES IN SCHEMA underpin GRANT SELECT ON TABLES TO pg_monitor;
                ALTER PUBLICATION orders ADD TABLE underpin.run;
                """);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        database.execute("CREATE TRIGGER ours AFTER INSERT ON app.customer EXECUTE FUNCTION underpin.f()");
        assertThat(before.diff(CatalogSnapshot.of(database)))
                .as("what the tool leaves at the user's table")
                .contains("trigger ours on app.customer");
    }

    private static List<SchemaChange> noticedByPgDump(PostgresServer server, List<SchemaChange> changes) {
        SchemaDump before;
        try (TestDatabase database = richDatabase(server)) {
            before = SchemaDump.of(database);
            assertThat(before.text()).contains("CREATE POLICY own", "CREATE PUBLICATION orders");
            assertThat(before.diff(SchemaDump.of(database)))
                    .as("nothing changed")
                    .isEmpty();
        }
        List<SchemaChange> noticed = new ArrayList<>();
        for (SchemaChange change : changes) {
            try (TestDatabase database = richDatabase(server)) {
                database.execute(change.ddl());
                if (!before.equals(SchemaDump.of(database))) {
                    noticed.add(change);
                }
            }
        }
        return noticed;
    }

    private static List<SchemaChange> noticedBySnapshot(PostgresServer server) {
        List<SchemaChange> noticed = new ArrayList<>();
        try (TestDatabase database = richDatabase(server);
                TestSession session = database.session()) {
            CatalogSnapshot before = CatalogSnapshot.of(database);
            for (SchemaChange change : changesFor(server)) {
                session.begin();
                session.execute(change.ddl());
                if (!before.equals(CatalogSnapshot.of(session))) {
                    noticed.add(change);
                }
                session.rollback();
            }
            session.begin();
            assertThat(before.diff(CatalogSnapshot.of(session)))
                    .as("nothing changed")
                    .isEmpty();
        }
        return noticed;
    }

    private static List<SchemaChange> changesFor(PostgresServer server) {
        return SchemaChange.all()
                .filter(change -> change.onMajor() <= server.major())
                .toList();
    }

    private static TestDatabase richDatabase(PostgresServer server) {
        return server.createDatabase("rich schema", database -> database.execute(resource("rich-schema.sql")));
    }

    private static String resource(String name) {
        try (InputStream content = Objects.requireNonNull(CatalogSnapshotIT.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
