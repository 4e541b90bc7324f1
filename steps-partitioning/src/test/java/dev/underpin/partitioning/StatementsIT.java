package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.usage.StatementKind;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.OneByOne;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Statements that a partitioned table answers otherwise are found before, and really are answered otherwise after. */
@PostgresTest
@OneByOne
class StatementsIT {

    private static final String CONVERSION =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost%s }";

    private static final String TABLE = """
            CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL);
            INSERT INTO notes SELECT n, 't' || n, date_trunc('month', now()) - n * interval '20 days' FROM generate_series(1, 9) AS n;
            """;

    /** What fails afterwards, by its kind and the SQLSTATE. */
    private record Failing(String kind, String sqlState, String statement) {}

    private static final List<Failing> FAILING = List.of(
            new Failing(
                    "on-conflict-old-key",
                    "42P10",
                    "INSERT INTO notes VALUES (1, 'x', now()) ON CONFLICT (id) DO UPDATE SET text = 'y'"),
            new Failing(
                    "returning-system-column", "0A000", "INSERT INTO notes VALUES (101, 'x', now()) RETURNING xmin"),
            new Failing("copy-to", "42809", "COPY notes TO '/dev/null'"),
            new Failing("copy-freeze", "0A000", "COPY notes FROM '/dev/null' WITH (FREEZE)"),
            new Failing("group-by-old-key", "42803", "SELECT id, text FROM notes WHERE at < now() GROUP BY id"),
            new Failing("truncate", "55006", "TRUNCATE notes"),
            new Failing("truncate-only", "42809", "TRUNCATE ONLY notes"),
            new Failing("references-old-key", "42830", "CREATE TABLE likes (note int REFERENCES notes (id))"),
            new Failing("concurrently", "0A000", "CREATE INDEX CONCURRENTLY by_text ON notes (text)"));

    /** What somebody once did to the structure is no application's statement. */
    private static final List<String> DEFINITIONS = List.of("references-old-key", "concurrently");

    private static final String CHANGING_KINDS =
            "on-conflict-do-nothing, only, row-address, moved-rows, trigger-table-name";

    private static void attempt(TestDatabase database, Failing failing) {
        try (TestSession session = database.session()) {
            if (failing.kind().equals("concurrently")) {
                session.execute(failing.statement());
                session.execute("DROP INDEX by_text");
            } else {
                session.begin();
                if (failing.kind().equals("copy-freeze") && !partitioned(session)) {
                    session.execute("TRUNCATE notes");
                }
                session.execute(failing.statement());
                session.rollback();
            }
        }
    }

    private static boolean partitioned(TestSession session) {
        return session.queryBoolean("SELECT relkind = 'p' FROM pg_class WHERE oid = 'notes'::regclass");
    }

    private static String sqlState(Throwable failure) {
        return ((UncheckedSqlException) failure).sqlState();
    }

    private static String accepting(String kinds) {
        return CONVERSION.formatted(", accept: [" + kinds + "]");
    }

    @Majors({14, 15, 17, 18})
    void whatFailsAfterwardsIsRefusedUnlessThePlanAcceptsIt(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute(TABLE + "CREATE EXTENSION pg_stat_statements");
            FAILING.forEach(failing -> attempt(database, failing));

            Told checked = Conversions.of(database, CONVERSION.formatted("")).check();

            assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
            FAILING.forEach(failing -> assertThat(messages(
                            checked,
                            DEFINITIONS.contains(failing.kind()) ? Finding.Severity.NOTE : Finding.Severity.ERROR))
                    .anyMatch(message ->
                            message.startsWith(failing.kind() + " (1): ") && message.contains(" % of the ")));
            String kinds = FAILING.stream().map(Failing::kind).collect(Collectors.joining(", "));
            Told accepted = Conversions.of(database, accepting(kinds)).apply();
            accepted.done();
            FAILING.forEach(failing -> assertThatThrownBy(() -> attempt(database, failing))
                    .as(failing.toString())
                    .isInstanceOf(UncheckedSqlException.class)
                    .satisfies(failure -> assertThat(sqlState(failure)).isEqualTo(failing.sqlState())));
        }
    }

    @Majors({14, 15, 17, 18})
    void whatChangesIsRefusedUnlessThePlanAcceptsIt(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute(TABLE + """
                    CREATE TABLE log (told text);
                    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.log VALUES (TG_TABLE_NAME); RETURN NULL; END';
                    CREATE TRIGGER telling AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION tell();
                    CREATE FUNCTION skip(int, timestamptz) RETURNS void LANGUAGE sql AS 'INSERT INTO notes VALUES ($1, ''skip'', $2) ON CONFLICT DO NOTHING';
                    CREATE FUNCTION only_notes() RETURNS bigint LANGUAGE sql SET search_path = public AS 'SELECT count(*) FROM ONLY notes';
                    CREATE FUNCTION first() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.notes WHERE at > ''1000-01-01'' AND ctid = (SELECT min(ctid) FROM public.notes)); END';
                    CREATE PROCEDURE move(int) LANGUAGE plpgsql AS 'BEGIN UPDATE notes SET at = at - interval ''1 year'' WHERE id = $1 AND at < now(); END';
                    """);
            Told checked = Conversions.of(database, CONVERSION.formatted("")).check();
            assertThat(messages(checked, Finding.Severity.ERROR))
                    .anySatisfy(message ->
                            assertThat(message).contains("trigger-table-name").contains("tell()"))
                    .anySatisfy(message -> assertThat(message)
                            .contains("on-conflict-do-nothing")
                            .contains("function public.skip(integer,timestamp with time zone) line 1"))
                    .anySatisfy(
                            message -> assertThat(message).contains("only (1)").contains("only_notes()"))
                    .anySatisfy(message ->
                            assertThat(message).contains("row-address").contains("first()"))
                    .anySatisfy(message ->
                            assertThat(message).contains("moved-rows").contains("procedure public.move"));
            assertThat(checked.codes()).containsOnly(Codes.STATEMENTS_CHANGE.id());
            assertThat(database.queryLong("SELECT only_notes() * 10 + first()")).isEqualTo(91);

            Conversions.of(database, accepting(CHANGING_KINDS)).apply().done();

            assertThat(database.queryLong("SELECT only_notes()")).isZero();
            assertThat(database.queryLong("SELECT first()")).isGreaterThan(1);
            database.execute("SELECT skip(9, date_trunc('month', now()) - interval '1 day')");
            assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 9"))
                    .isEqualTo(2);
            assertThat(database.queryText("SELECT told FROM log")).startsWith("notes_20");
            assertThat(stateOfAnUpdateBehindAMove(database)).isEqualTo("40001");
        }
    }

    private static String stateOfAnUpdateBehindAMove(TestDatabase database) {
        try (TestSession mover = database.session();
                TestSession waiter = database.session()) {
            int pid = waiter.backendPid();
            mover.begin().execute("UPDATE notes SET at = at + interval '20 days' WHERE id = 2");
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    waiter.execute("UPDATE notes SET text = 'waited' WHERE id = 2");
                    return "00000";
                } catch (UncheckedSqlException failure) {
                    return sqlState(failure);
                }
            });
            await().until(() -> database.queryBoolean("SELECT cardinality(pg_blocking_pids(?)) > 0", pid));
            mover.commit();
            return waiting.join();
        }
    }

    @Test
    void viewsPoliciesAndTextsBuiltAtRunTimeAreReadToo(TestDatabase database) {
        database.execute(TABLE + """
                CREATE VIEW latest AS SELECT max(at) FROM ONLY notes;
                CREATE POLICY first_of_its_room ON notes USING (text = (SELECT min(n.text) FROM ONLY notes AS n));
                CREATE FUNCTION build() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''TRUNCATE notes''; END';
                CREATE SCHEMA other;
                CREATE TABLE other.notes (id int PRIMARY KEY);
                CREATE FUNCTION elsewhere() RETURNS void LANGUAGE sql SET search_path = other AS 'TRUNCATE notes';
                """);

        Told checked = Conversions.of(database, CONVERSION.formatted("")).check();

        assertThat(messages(checked, Finding.Severity.ERROR))
                .anySatisfy(message -> assertThat(message)
                        .contains("only (2)")
                        .contains("view public.latest")
                        .contains("policy first_of_its_room"));
        assertThat(messages(checked, Finding.Severity.ERROR))
                .anySatisfy(message -> assertThat(message).contains("truncate").contains("build()"))
                .noneSatisfy(message -> assertThat(message).contains("elsewhere"));
        assertThat(messages(checked, Finding.Severity.NOTE))
                .anySatisfy(message -> assertThat(message)
                        .contains("build() puts together at run time")
                        .contains("pg_stat_statements is not installed"));
    }

    @Test
    void statementsWithoutThePartitionColumnAreToldWithTheirShare(TestDatabase database) {
        database.execute(TABLE + "CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()");
        try (TestSession session = database.session()) {
            for (int n = 0; n < 3; n++) {
                session.queryLong("SELECT count(text) FROM notes WHERE id = ?", n);
            }
            session.queryLong("SELECT count(*) FROM notes WHERE at > now()");
        }
        Conversions conversions = Conversions.of(database, CONVERSION.formatted(""));

        Told checked = conversions.check();

        checked.warnedOf(Codes.STATEMENTS_SLOW.id());
        assertThat(messages(checked, Finding.Severity.WARNING))
                .anySatisfy(message -> assertThat(message)
                        .contains("SELECT count(text) FROM notes WHERE id = $1")
                        .contains("(75.0 % of the 4 counted calls on it)"));
        assertThat(messages(
                        Conversions.of(database, accepting("no-partition-key")).check(), Finding.Severity.NOTE))
                .anySatisfy(message -> assertThat(message).contains("no-partition-key"));
    }

    @Test
    void theToolsOwnStatementsAndThoseOfADumpAreNotHeldAgainstTheTable(TestDatabase database) throws Exception {
        database.execute(TABLE + "CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()");
        Conversions conversions = Conversions.of(database, CONVERSION.formatted(""));
        conversions.apply().done();
        conversions.rollback().done();
        try (TestSession dump = database.session()) {
            new CopyManager(dump.connection().unwrap(BaseConnection.class))
                    .copyOut("COPY public.notes (id, text, at) TO stdout;", OutputStream.nullOutputStream());
        }

        Told again = conversions.check();

        again.done();
        assertThat(again.problems())
                .extracting(problem -> problem.finding().code())
                .doesNotContain(Codes.STATEMENTS_FAIL.id(), Codes.STATEMENTS_CHANGE.id(), Codes.STATEMENTS_SLOW.id());
    }

    /** Whatever the tool sends, for a plan's author too, the server tells it from what applications send. */
    @Majors({14, 15, 17, 18})
    void whatTheToolSendsIsNotHeldAgainstTheTable(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            database.execute(TABLE + "CREATE EXTENSION pg_stat_statements");
            Sessions sessions = new Sessions(database.dataSource(), new SearchPath(List.of("public")));
            try (Session session = sessions.open("test")) {
                FAILING.stream()
                        .filter(failing -> !failing.kind().startsWith("copy"))
                        .map(Failing::statement)
                        .forEach(statement -> sent(session, statement));
                session.query(Sql.queryOfPlan("SELECT text FROM notes WHERE id = 1 -- a comment"));
                session.dsl().fetch("SELECT * FROM ONLY public.notes");
            }
            Told checked = Conversions.of(database, CONVERSION.formatted("")).check();
            checked.done();
            assertThat(checked.problems())
                    .extracting(problem -> problem.finding().code())
                    .doesNotContain(
                            Codes.STATEMENTS_FAIL.id(), Codes.STATEMENTS_CHANGE.id(), Codes.STATEMENTS_SLOW.id());
        }
    }

    private static void sent(Session session, String statement) {
        if (statement.contains("CONCURRENTLY")) {
            session.execute(Sql.ofPlan(statement));
        } else {
            session.rolledBack(() -> session.execute(Sql.ofPlan(statement)));
        }
    }

    @Test
    void whatMayNotBeReadIsUnknown(TestDatabase database) {
        database.execute(TABLE + "CREATE EXTENSION pg_stat_statements; SELECT count(*) FROM notes WHERE id = 1");
        TestLogin owner = database.createLogin("owner", "");
        database.execute(
                "ALTER TABLE notes OWNER TO %1$s; GRANT CREATE ON SCHEMA public TO %1$s; GRANT CREATE ON DATABASE %2$s TO %1$s"
                        .formatted(owner.name(), database.name()));
        Conversions conversions = Conversions.as(database.jdbcUrlAs(owner), CONVERSION.formatted(""));

        assertThat(messages(conversions.check(), Finding.Severity.NOTE))
                .anySatisfy(message -> assertThat(message).contains("pg_read_all_stats"));
        database.execute("REVOKE ALL ON pg_stat_statements, pg_stat_statements_info FROM PUBLIC");
        assertThat(messages(conversions.check(), Finding.Severity.NOTE))
                .anySatisfy(message -> assertThat(message).contains("permission denied"));
    }

    private static List<String> messages(Told told, Finding.Severity severity) {
        return told.problems().stream()
                .map(problem -> problem.finding())
                .filter(finding -> finding.severity() == severity)
                .map(Finding::message)
                .toList();
    }

    @Test
    void everyKindThatFailsOrChangesIsTriedHere() {
        assertThat(Arrays.stream(StatementKind.values()).map(StatementKind::spelled))
                .allMatch(kind -> CHANGING_KINDS.contains(kind)
                        || kind.equals("no-partition-key")
                        || FAILING.stream().anyMatch(failing -> failing.kind().equals(kind)));
    }
}
