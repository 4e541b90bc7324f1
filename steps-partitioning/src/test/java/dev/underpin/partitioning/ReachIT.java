package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is kept from rows of the table finds them in no other table of the conversion. */
@PostgresTest
@SideBySide
class ReachIT {

    private static final String NOTES = "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 } }";

    private static final String ACLS =
            "SELECT concat_ws(' ', (SELECT relacl::text FROM pg_class WHERE oid = 'notes'::regclass),"
                    + " (SELECT string_agg(attname || attacl::text, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'notes'::regclass))";

    private TestDatabase database;
    private Conversions conversions;
    private String app;
    private String dumper;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, NOTES).set("{ lockTimeout: 5s }");
        app = fresh.createLogin("app", "").name();
        dumper = fresh.createLogin("dumper", "").name();
        run("""
                CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes SELECT n, 'n' || n, date_trunc('month', now()) - n * interval '10 hours' FROM generate_series(1, 100) AS n;
                GRANT SELECT ON notes TO {app}; GRANT pg_read_all_data TO {dumper};
                """);
    }

    private void run(String sql) {
        database.execute(sql.replace("{app}", app).replace("{dumper}", dumper));
    }

    private long rowsOf(String relation, String role) {
        try (TestSession session = database.sessionAs(role)) {
            return session.queryLong("SELECT count(*) FROM " + relation);
        }
    }

    private void refused(String relation, String role) {
        assertThatThrownBy(() -> rowsOf(relation, role))
                .isInstanceOfSatisfying(
                        UncheckedSqlException.class,
                        refusal -> assertThat(refusal.sqlState()).isEqualTo("42501"));
    }

    private String leaf() {
        return database.queryText("SELECT tableoid::regclass::text FROM notes WHERE id = 1");
    }

    private List<String> statusFindings() {
        return conversions.underpin().status(Optional.of(Conversions.PLAN)).runs().stream()
                .map(RunReport::findings)
                .flatMap(List::stream)
                .map(problem -> problem.finding().code())
                .toList();
    }

    @Majors({14, 15, 17, 18})
    void rightsThatWereTakenAfterwards() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        assertThat(rowsOf("notes", app)).isEqualTo(100);
        refused("notes_retired", app);
        refused(leaf(), app);
        run("REVOKE SELECT ON notes FROM {app}");
        refused("notes", app);
        refused("notes_retired", app);

        run("GRANT SELECT ON notes TO {app}");
        conversions.rollback().done();
        assertThat(rowsOf("notes", app)).isEqualTo(100);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void whatReadsAllTablesReadsPartitionsLikeTheTable() {
        conversions.apply().done();
        try (TestSession dump = database.sessionAs(dumper)) {
            dump.execute("SET row_security = off");
            assertThat(dump.queryLong("SELECT count(*) FROM ONLY " + leaf())).isPositive();
            assertThat(dump.queryLong("SELECT count(*) FROM notes_retired")).isEqualTo(100);
        }
        conversions.finish().done();
        try (TestSession dump = database.sessionAs(dumper)) {
            dump.execute("SET row_security = off");
            assertThat(dump.queryLong("SELECT count(*) FROM ONLY " + leaf())).isPositive();
        }
    }

    @Test
    void rowSecurityThatCameAfterwards() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        assertThat(statusFindings()).isEmpty();
        run("ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY three ON notes USING (id <= 3)");
        assertThat(rowsOf("notes", dumper)).isEqualTo(3);

        assertThat(statusFindings()).containsExactly(Codes.LESS_SECURED.id());
        conversions.maintain().done();
        assertThat(statusFindings()).isEmpty();
        assertThat(rowsOf("notes_retired", dumper)).isZero();

        run("DROP POLICY three ON notes; ALTER TABLE notes DISABLE ROW LEVEL SECURITY");
        conversions.rollback().done();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void rowSecurityThatWasThereBefore() {
        run("ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY ten ON notes USING (id <= 10)");
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        run("ALTER POLICY ten ON notes USING (id <= 3)");

        assertThat(rowsOf("notes", app)).isEqualTo(3);
        refused("notes_retired", app);
        assertThat(rowsOf("notes", dumper)).isEqualTo(3);
        assertThat(rowsOf("notes_retired", dumper)).isZero();
        assertThat(rowsOf(leaf(), dumper)).isZero();
        run("ALTER POLICY ten ON notes USING (id <= 10)");
        conversions.rollback().done();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(rowsOf("notes", app)).isEqualTo(10);
    }

    @Test
    void rightsInTheirOrderAndByWhomTheyWereGiven() {
        String other = database.createLogin("other", "").name();
        run("""
                REVOKE ALL ON notes FROM {app};
                REVOKE ALL ON notes FROM CURRENT_USER;
                GRANT INSERT, SELECT ON notes TO {dumper} WITH GRANT OPTION;
                GRANT UPDATE ON notes TO PUBLIC;
                GRANT ALL ON notes TO CURRENT_USER;
                GRANT DELETE ON notes TO {dumper};
                SET ROLE {dumper};
                GRANT SELECT ON notes TO {other}; GRANT INSERT ON notes TO {app} WITH GRANT OPTION;
                RESET ROLE;
                GRANT SELECT ON notes TO {app};
                GRANT SELECT (text), UPDATE (text) ON notes TO {other};
                GRANT SELECT (id) ON notes TO {app} WITH GRANT OPTION;
                """.replace("{other}", other));
        String acls = database.queryText(ACLS);
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        refused("notes_retired", app);
        refused("notes_retired", other);

        conversions.rollback().done();
        assertThat(database.queryText(ACLS)).isEqualTo(acls);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void rightsOnColumnsAlone() {
        run("DROP TABLE notes");
        run(
                "CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now()); GRANT SELECT (text) ON notes TO {app}");
        String acls = database.queryText(ACLS);
        conversions.apply().done();
        refused("(SELECT text FROM notes_retired) AS t", app);

        conversions.rollback().done();
        assertThat(database.queryText(ACLS)).isEqualTo(acls);
    }
}
