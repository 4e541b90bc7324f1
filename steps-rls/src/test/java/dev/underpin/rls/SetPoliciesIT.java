package dev.underpin.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.SchemaDump;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@PostgresTest
@SideBySide
class SetPoliciesIT {

    private static Underpin underpin(TestDatabase database) {
        return underpin(database.dataSource(), Failpoints.NONE);
    }

    private static Underpin underpin(DataSource dataSource, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(dataSource)
                .registry(Policies.REGISTRY)
                .failpoints(failpoints)
                .build();
    }

    private static RunReport apply(TestDatabase database, String with) {
        return underpin(database).apply(Policies.plan(with));
    }

    private static List<String> checked(TestDatabase database, String with) {
        return underpin(database).check(Policies.plan(with)).findings().stream()
                .map(SetPoliciesIT::text)
                .toList();
    }

    private static String text(Problem problem) {
        return problem.finding().code() + " " + problem.finding().message();
    }

    private static List<String> policies(TestDatabase database, String table) {
        return database.queryTexts(
                "SELECT policyname FROM pg_policies WHERE tablename = ? ORDER BY policyname COLLATE \"C\"", table);
    }

    /** How many rows of the relation a user sees. */
    private static long seen(TestDatabase database, String role, String user, String relation) {
        try (TestSession session = database.session()) {
            session.begin();
            session.queryText("SELECT set_config('request.jwt.claims', json_build_object('sub', ?)::text, true)", user);
            session.execute("SET LOCAL ROLE " + role);
            long rows = session.queryLong("SELECT count(*) FROM " + relation);
            session.rollback();
            return rows;
        }
    }

    private static final String OWN = """
            table: notes
            policies: [ { name: own, roles: [authenticated], using: author = auth.who() } ]
            """;

    @Test
    void letsThroughWhatThePoliciesSay(TestDatabase database) {
        database.execute(Chat.PLAIN);

        RunReport applied = apply(database, OWN);

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(seen(database, "authenticated", "ann", "notes")).isEqualTo(20);
        assertThat(seen(database, "authenticated", "nobody", "notes")).isZero();
        assertThat(seen(database, "anon", "ann", "notes")).isZero();
        assertThat(underpin(database).verify("policies").outcome()).isEqualTo(Outcome.DONE);
    }

    @Majors(15)
    void dumpsToTheByteAsBeforeOnceTakenBack(TestDatabase database) {
        Assumptions.assumeTrue(
                SchemaDump.isAvailableFor(database.server()), "no pg_dump for PostgreSQL 15 on this machine");
        database.execute(Chat.PARTITIONED + """
                ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY "Odd; ""name""\" ON notes AS RESTRICTIVE USING (kind IN ('text', 'image') AND made > CURRENT_DATE - 10000);
                COMMENT ON POLICY "Odd; ""name""\" ON notes IS E'two\\nlines, it''s';
                CREATE POLICY everybody ON notes FOR SELECT USING (EXISTS (SELECT FROM rooms r WHERE r.id = notes.room AND r.open));
                CREATE POLICY leaf ON "Notes; 2024-01" TO anon, authenticated USING (author LIKE 'a%');
                """);
        SchemaDump before = SchemaDump.of(database);
        apply(database, """
                table: notes
                force: true
                partitions: copy
                policies:
                  - { name: everybody, command: all, using: "author = auth.who() OR kind NOT IN ('image', 'film')" }
                """);
        assertThat(before.diff(SchemaDump.of(database))).isNotEmpty();

        underpin(database).rollback("policies", Optional.empty());

        assertThat(before.diff(SchemaDump.of(database))).isEmpty();
    }

    @Test
    void changesNothingIfATrialComesToSomethingElse(TestDatabase database) {
        database.execute(Chat.PLAIN + "CREATE POLICY old ON notes USING (true);");

        RunReport report = apply(database, OWN + """
                test:
                  - { as: { role: authenticated, claims: { sub: ann } }, sql: SELECT * FROM notes, expect: { rows: 20 } }
                  - { as: { role: authenticated, claims: { sub: bob } }, sql: SELECT * FROM notes, expect: { rows: 21 } }
                  - { as: { role: anon }, sql: DELETE FROM notes, expect: { denied: policy } }
                """);

        assertThat(report.outcome()).isNotEqualTo(Outcome.DONE);
        assertThat(report.findings())
                .filteredOn(problem -> problem.finding().code().equals("E3316"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.details())
                        .satisfiesExactly(
                                detail -> assertThat(detail)
                                        .contains("trial 2")
                                        .contains("expected 21 rows, got 20 rows"),
                                detail -> assertThat(detail)
                                        .contains("trial 3")
                                        .contains("permission denied for table notes")));
        assertThat(policies(database, "notes")).containsExactly("old");
        assertThat(database.queryBoolean("SELECT relrowsecurity FROM pg_class WHERE relname = 'notes'"))
                .isFalse();
    }

    @Test
    void warnsOfAPolicyThatReadsItsOwnTableAndHasATrialCatchIt(TestDatabase database) {
        database.execute(Chat.PLAIN);
        String recursive = """
                table: notes
                policies: [ { name: peers, roles: [authenticated], using: room IN (SELECT n.room FROM notes n WHERE n.author = auth.who()) } ]
                """;

        assertThat(checked(database, recursive))
                .anySatisfy(finding -> assertThat(finding).startsWith("W3322").contains("\"peers\""));

        RunReport report = apply(
                database,
                recursive
                        + "test: [ { as: { role: authenticated, claims: { sub: ann } }, sql: SELECT * FROM notes, expect: { rows: 60 } } ]");

        assertThat(report.findings())
                .flatMap(Problem::details)
                .anySatisfy(detail -> assertThat(detail).contains("infinite recursion detected in policy"));
        assertThat(policies(database, "notes")).isEmpty();
    }

    /** A function of the table's owner, tried by a superuser as somebody who reads. */
    @Test
    void aPolicyThatIsTriedGetsNoRightsOfWhoTriesIt(TestDatabase database) {
        database.execute(Chat.PLAIN);
        TestLogin owner = database.createLogin("owner", "");
        database.execute("""
                CREATE FUNCTION grab() RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                  BEGIN RESET ROLE; EXCEPTION WHEN OTHERS THEN NULL; END;
                  BEGIN SET ROLE NONE; EXCEPTION WHEN OTHERS THEN NULL; END;
                  RETURN NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
                END $$;
                ALTER FUNCTION grab() OWNER TO "%1$s"; ALTER TABLE notes OWNER TO "%1$s"
                """.formatted(owner.name()));

        RunReport report = apply(database, """
                table: notes
                policies: [ { name: all, roles: [authenticated], using: grab() } ]
                test: [ { as: { role: authenticated, claims: { sub: ann } }, sql: SELECT * FROM notes, expect: { rows: 60 } } ]
                """);

        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Outcome.DONE);
    }

    @Test
    void tellsAnEmptyClaimThatBreaksACastFromOneThatDoesNot(TestDatabase database) {
        database.execute(Chat.PLAIN + "ALTER TABLE notes ADD COLUMN owner uuid;");
        String trial = """
                test: [ { as: { role: authenticated, claims: { sub: "" } }, sql: SELECT * FROM notes, expect: { empty: true } } ]
                """;
        String fragile =
                "table: notes\npolicies: [ { name: own, using: \"owner = current_setting('request.jwt.claim.sub', true)::uuid\" } ]\n";

        RunReport broken = apply(database, fragile + trial);

        assertThat(broken.findings())
                .flatMap(Problem::details)
                .anySatisfy(detail -> assertThat(detail).contains("invalid input syntax for type uuid: \"\""));

        RunReport sound = apply(
                database,
                fragile.replace("current_setting", "nullif(current_setting").replace("true)", "true), '')") + trial);

        assertThat(sound.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void closesTheWayAroundTheTableThroughItsPartitions(TestDatabase database) {
        database.execute(Chat.PARTITIONED);
        assertThat(seen(database, "authenticated", "ann", "notes_2024_02_text")).isEqualTo(14);

        apply(database, OWN + "maxHold: 2s");

        assertThat(seen(database, "authenticated", "ann", "notes")).isEqualTo(20);
        assertThat(seen(database, "authenticated", "ann", "notes_2024_02_text")).isZero();
        assertThat(seen(database, "authenticated", "ann", "\"Notes; 2024-01\"")).isZero();
    }

    @Test
    void givesPartitionsTheTablesPoliciesInTheirOwnTerms(TestDatabase database) {
        database.execute(Chat.PARTITIONED);

        RunReport applied = apply(database, """
                table: notes
                maxHold: 2s
                partitions: copy
                policies:
                  - { name: open, roles: [authenticated], using: "EXISTS (SELECT FROM rooms WHERE rooms.id = notes.room AND rooms.open)" }
                """);

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(seen(database, "authenticated", "ann", "notes")).isEqualTo(30);
        assertThat(seen(database, "authenticated", "ann", "\"Notes; 2024-01\"")).isEqualTo(16);
        assertThat(policies(database, "notes_2024_02")).containsExactly("open");
    }

    @Test
    void namesPartitionsLeftOpenAndThoseThatCameLater(TestDatabase database) {
        database.execute(Chat.PARTITIONED);
        assertThat(checked(database, OWN + "partitions: none"))
                .filteredOn(finding -> finding.startsWith("W3325"))
                .satisfiesExactlyInAnyOrder(
                        finding -> assertThat(finding).contains("public.\"Notes; 2024-01\"", "authenticated"),
                        finding -> assertThat(finding).contains("public.notes_2024_02_text"));
        apply(database, OWN + "maxHold: 2s");
        database.execute("CREATE TABLE later PARTITION OF notes FOR VALUES FROM ('2024-04-01') TO ('2024-05-01')");

        RunReport verified = underpin(database).verify("policies");

        assertThat(verified.outcome()).isEqualTo(Outcome.DONE);
        assertThat(policies(database, "later")).isEmpty();
    }

    @Test
    void refusesToTakeBackWhatSomebodyElseHasChangedSince(TestDatabase database) {
        database.execute(Chat.PLAIN);
        apply(database, OWN);
        database.execute("ALTER POLICY own ON notes USING (true); CREATE POLICY more ON notes USING (id = 1)");

        assertThatThrownBy(() -> {
                    RunReport report = underpin(database).rollback("policies", Optional.empty());
                    throw new Failure(report.outcome(), report.findings());
                })
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.outcome()).isNotEqualTo(Outcome.DONE);
                    assertThat(failure.problems())
                            .flatMap(Problem::details)
                            .anySatisfy(
                                    detail -> assertThat(detail).contains("property=policy own", "found=", "expected="))
                            .anySatisfy(detail -> assertThat(detail).contains("property=policy more"));
                });

        assertThat(policies(database, "notes")).containsExactly("more", "own");
    }

    @Test
    void startsAgainFromWhatIsThereWhenSomebodyWasFaster(TestDatabase database) {
        database.execute(Chat.PLAIN);
        Failpoints meanwhile = (point, where) -> {
            if (point == Failpoint.PROGRAM_JOURNALED) {
                database.execute("CREATE POLICY quick ON notes USING (true)");
            }
        };

        RunReport report = underpin(database.dataSource(), meanwhile).apply(Policies.plan(OWN));

        assertThat(report.findings())
                .map(SetPoliciesIT::text)
                .anySatisfy(finding -> assertThat(finding).startsWith("E3311"));
        assertThat(policies(database, "notes")).containsExactly("quick");

        assertThat(apply(database, OWN).outcome()).isEqualTo(Outcome.DONE);
        assertThat(policies(database, "notes")).containsExactly("own");
    }

    @Test
    void refusesBeforeItBeginsWhateverCannotWork(TestDatabase database) {
        database.execute(Chat.PLAIN + """
                CREATE VIEW seen AS SELECT * FROM notes;
                CREATE TABLE secrets (id int);
                CREATE FUNCTION hidden() RETURNS boolean LANGUAGE sql AS 'SELECT true';
                REVOKE EXECUTE ON FUNCTION hidden() FROM PUBLIC;
                """);
        String form = "table: %s\npolicies: [ { name: %s, roles: [%s], using: \"%s\" } ]";
        String tooLong = "ž".repeat(32);

        assertThat(checked(database, form.formatted("nowhere", "p", "anon", "true")))
                .containsExactly("E1401 there is no table public.nowhere");
        assertThat(checked(database, form.formatted("seen", "p", "anon", "true")))
                .containsExactly("E1402 public.seen is a view, not a table");
        assertThat(checked(database, form.formatted("notes", tooLong, "anon", "true")))
                .anySatisfy(finding -> assertThat(finding).startsWith("E1407").contains("64 bytes"));
        assertThat(checked(database, form.formatted("notes", "p", "missing", "true")))
                .anySatisfy(finding -> assertThat(finding).startsWith("E1409").contains("no role missing"));
        assertThat(checked(database, form.formatted("notes", "p", "anon", "nothing = 1")))
                .containsExactly("E3307 the server does not accept policy \"p\": column \"nothing\" does not exist");
        assertThat(checked(database, form.formatted("notes", "p", "anon", "hidden()")))
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("E3310")
                        .contains("FUNCTION public.hidden()", "anon lacks EXECUTE"));
        assertThat(checked(database, form.formatted("notes", "p", "anon", "id IN (SELECT id FROM secrets)")))
                .anySatisfy(finding -> assertThat(finding).startsWith("E3310").contains("TABLE public.secrets"));
        assertThat(policies(database, "notes")).isEmpty();
    }

    @Test
    void namesEveryPolicyThatTheServerDoesNotAccept(TestDatabase database) {
        database.execute(Chat.PLAIN);

        assertThat(checked(database, """
                        table: notes
                        policies:
                          - { name: a, using: author = 1 }
                          - { name: fine, using: author = 'x' }
                          - { name: c, command: insert, withCheck: count(*) > 0 }
                        """))
                .satisfiesExactly(
                        finding -> assertThat(finding).contains("\"a\"", "operator does not exist: text = integer"),
                        finding -> assertThat(finding).contains("\"c\"", "aggregate functions are not allowed"));
    }

    @Test
    void warnsOfGrantsThatNoPolicyLetsThrough(TestDatabase database) {
        database.execute(Chat.PLAIN);

        assertThat(checked(database, """
                        table: notes
                        policies:
                          - { name: reading, command: select, roles: [authenticated], using: author = auth.who() }
                          - { name: narrow, permissive: false, using: id > 0 }
                        """))
                .singleElement()
                .asString()
                .startsWith("W3321")
                .contains("anon: select; authenticated: insert, update, delete");
    }

    @Test
    void refusesThoseWhoDoNotOwnTheTable(TestDatabase database) {
        database.execute(Chat.PLAIN);
        TestLogin stranger = database.createLogin("stranger", "");
        database.execute("GRANT ALL ON notes TO \"" + stranger.name() + "\"; GRANT CREATE ON DATABASE "
                + database.name() + " TO \"" + stranger.name() + "\"");
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrlAs(stranger));

        Plan plan =
                Policies.plan(OWN + "test: [ { as: { role: authenticated }, sql: SELECT 1, expect: { rows: 1 } } ]");
        assertThat(underpin(dataSource, Failpoints.NONE).check(plan).findings())
                .map(SetPoliciesIT::text)
                .anySatisfy(finding -> assertThat(finding).startsWith("E1403").contains(stranger.name()))
                .anySatisfy(finding -> assertThat(finding).startsWith("E3306").contains("authenticated"));
    }

    @Test
    void switchesOffAndKeepsWhatIsNotListedIfToldTo(TestDatabase database) {
        database.execute(Chat.PARTITIONED + """
                ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY old ON notes USING (true);
                """);

        RunReport applied = apply(database, OWN + "enabled: false\nexclusive: false\npartitions: none");

        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(policies(database, "notes")).containsExactly("old", "own");
        assertThat(database.queryBoolean("SELECT relrowsecurity FROM pg_class WHERE relname = 'notes'"))
                .isFalse();
        assertThat(seen(database, "authenticated", "ann", "notes")).isEqualTo(60);
    }
}
