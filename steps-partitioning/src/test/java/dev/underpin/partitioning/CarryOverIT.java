package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import org.junit.jupiter.api.Test;

/** What belongs to a table goes over with it, works there, and comes back. */
@PostgresTest
@SideBySide
class CarryOverIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }";

    private static void notes(TestDatabase database, String id, String more) {
        database.execute(
                "CREATE TABLE notes (id " + id + " PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());"
                        + " INSERT INTO notes (text, at) SELECT 'n' || n, now() - n * interval '2 hours' FROM generate_series(1, 200) AS n;"
                        + more);
    }

    @Majors
    void identityGoesOnWhereItStood(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            notes(database, "bigint GENERATED ALWAYS AS IDENTITY (INCREMENT 10 CACHE 5)", "");
            CatalogSnapshot before = CatalogSnapshot.of(database);
            Conversions conversions = Conversions.of(database, NOTES);
            try (TestSession session = database.session()) {
                String insert = "INSERT INTO notes (text) VALUES ('x') RETURNING id";
                session.queryLong(insert);
                conversions.apply().done();
                session.queryLong(insert);
                database.queryLong(insert);
                database.queryLong("SELECT nextval('notes_id_seq')");
                conversions.rollback().done();
                session.queryLong(insert);
                database.queryLong(insert);
            }

            assertThat(database.queryLong("SELECT count(*) - count(DISTINCT id) FROM notes"))
                    .isZero();
            assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(205);
            assertThatThrownBy(() -> database.execute("INSERT INTO notes (id) VALUES (1)"))
                    .hasMessageContaining("identity");
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    @Test
    void aUniquenessThatIsWaivedIsLostAndAskedForOnTheWayBack(TestDatabase database) {
        notes(database, "serial", "ALTER TABLE notes ADD CONSTRAINT told_once UNIQUE (text)");
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Conversions.of(database, NOTES).check().refusedBy(Codes.UNIQUE.id());
        Conversions conversions =
                Conversions.of(database, NOTES.replace("lost", "lost, waive: [\"unique:told_once\"]"));

        conversions.apply().done();
        database.execute("INSERT INTO notes (text) VALUES ('n1'), ('n2')");
        conversions.maintain().done();
        conversions.rollback().refusedBy(Codes.ROWS_NOT_BACK.id());
        database.execute("UPDATE notes SET text = 'swap' WHERE id = 1; UPDATE notes SET text = 'n1' WHERE id = 2;"
                + " UPDATE notes SET text = 'n2' WHERE id = 1; DELETE FROM notes WHERE id > 200");
        conversions.rollback().done();

        assertThat(database.queryText("SELECT string_agg(text, ' ' ORDER BY id) FROM notes WHERE id < 3"))
                .isEqualTo("n2 n1");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void whatAMigratorGrantsToHimselfByDefaultDoesNotLockHimOut(TestDatabase database) {
        TestLogin migrator = database.createLogin("migrator", "");
        notes(database, "serial", """
                ALTER TABLE notes OWNER TO %1$s;
                GRANT CREATE ON SCHEMA public TO %1$s;
                GRANT CREATE ON DATABASE %2$s TO %1$s;
                ALTER DEFAULT PRIVILEGES FOR ROLE %1$s GRANT ALL ON TABLES TO %1$s, PUBLIC;
                ALTER DEFAULT PRIVILEGES FOR ROLE %1$s GRANT ALL ON FUNCTIONS TO %1$s;
                """.formatted(migrator.name(), database.name()));
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Conversions conversions = Conversions.as(database.jdbcUrlAs(migrator), NOTES);

        conversions.apply().done();
        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void theOldTableIsNotDroppedWhileSomethingUsesIt(TestDatabase database) {
        notes(database, "serial", "");
        Conversions conversions = Conversions.of(database, NOTES);
        conversions.apply().done();
        database.execute("CREATE VIEW old AS SELECT count(*) FROM notes_retired");

        Conversions.Told refused = conversions.finish();
        refused.refusedBy(Codes.STILL_USED.id());
        assertThat(refused.problems().toString()).contains("the view public.old");
        database.execute("INSERT INTO notes (text) VALUES ('late')");
        conversions.verify().done();
        database.execute("DROP VIEW old");
        conversions.finish().done();

        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(201);
    }
}
