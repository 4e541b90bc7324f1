package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.control.Assumptions;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class SqlStepsIT {

    private static Underpin underpin(TestDatabase database) {
        return underpin(database, Failpoints.NONE);
    }

    private static Underpin underpin(TestDatabase database, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(SqlPlans.REGISTRY)
                .failpoints(failpoints)
                .build();
    }

    private static boolean exists(TestDatabase database, String relation) {
        return database.queryBoolean("SELECT to_regclass(?) IS NOT NULL", relation);
    }

    private static List<String> codes(RunReport report) {
        return report.findings().stream()
                .map(Problem::finding)
                .map(finding -> finding.code())
                .toList();
    }

    private static final String MOOD = """
            apply:
              - |
                CREATE TYPE mood AS ENUM ('good', 'bad');
                CREATE TABLE feelings (it mood);
              - INSERT INTO feelings VALUES ('good')
            verify:
              - { sql: SELECT count(*) FROM feelings, expect: { value: 1 } }
              - { sql: SELECT * FROM feelings WHERE it = 'bad', expect: { empty: true } }
            rollback: [ DROP TABLE feelings, DROP TYPE mood ]
            """;

    @Test
    void runsVerifiesAndTakesBack(TestDatabase database) {
        RunReport applied = underpin(database).apply(SqlPlans.plan("sql.run", MOOD));

        assertThat(applied.findings()).isEmpty();
        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryText("SELECT it::text FROM feelings")).isEqualTo("good");
        assertThat(underpin(database).verify("sql").outcome()).isEqualTo(Outcome.DONE);

        RunReport rolledBack = underpin(database).rollback("sql", Optional.empty());

        assertThat(rolledBack.state()).contains(RunState.ROLLED_BACK);
        assertThat(exists(database, "feelings")).isFalse();
        assertThat(database.queryBoolean("SELECT to_regtype('mood') IS NULL")).isTrue();
    }

    @Test
    void takesEverythingBackWhenAStatementFails(TestDatabase database) {
        RunReport report = underpin(database)
                .apply(SqlPlans.plan(
                        "sql.run",
                        "apply: [ CREATE TABLE a (x int), CREATE TABLE a (x int) ]\nrollback: [ DROP TABLE a ]"));

        assertThat(report.outcome()).isNotEqualTo(Outcome.DONE);
        assertThat(report.findings())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.finding().message()).contains("relation \"a\" already exists"));
        assertThat(exists(database, "a")).isFalse();
    }

    @Test
    void takesItBackWhenItDoesNotVerify(TestDatabase database) {
        RunReport report = underpin(database).apply(SqlPlans.plan("sql.run", """
                        apply: [ CREATE TABLE a (x int) ]
                        verify: [ { sql: SELECT count(*) FROM a, expect: { value: 1 }, remedy: Fill it. } ]
                        rollback: [ DROP TABLE a ]
                        """));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(codes(report)).contains("E3202");
        assertThat(report.findings().get(0).finding().remedy()).isEqualTo("Fill it.");
        assertThat(exists(database, "a")).isFalse();
    }

    @Test
    void wantsThePlanToAcceptWhatCannotBeTakenBack(TestDatabase database) {
        String truncate = "apply: [ TRUNCATE a ]";
        database.execute("CREATE TABLE a AS SELECT 1 AS x");

        assertThatThrownBy(() -> underpin(database).apply(SqlPlans.plan("sql.run", truncate)))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(failure.problems().get(0).finding().remedy()).contains("irreversible: accepted");
                });
        assertThat(database.queryLong("SELECT count(*) FROM a")).isOne();

        RunReport accepted = underpin(database).apply(SqlPlans.plan("sql.run", truncate, "irreversible: accepted\n"));

        assertThat(accepted.outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.queryLong("SELECT count(*) FROM a")).isZero();
    }

    /** The server has read every statement before the first one runs. */
    @Test
    void whatIsNoSqlIsToldByTheCheck(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        List<String> wrong = List.of(
                "{ apply: [SELECT 1, SELCT 2], rollback: [SELECT 1] }",
                "{ apply: [CREATE TABEL b ()], rollback: [DROP TABLE b] }",
                "{ apply: [CREATE TABLE b ()], rollback: [DORP TABLE b] }",
                "{ apply: [REINDEX TABLE CONCURENTLY a], transaction: false }",
                "{ apply: [ANALYZE a], transaction: false, done: SELECT FROM WHERE }",
                "{ apply: [CREATE TABLE b ()], rollback: [DROP TABLE b], verify: [{ sql: SELECT ), expect: { value: 1 } }] }");
        for (String with : wrong) {
            Plan plan = SqlPlans.parse("  - { id: it, uses: sql.run, irreversible: accepted, with: " + with + " }\n");
            assertThat(codes(underpin(database).check(plan))).as(with).containsExactly("E0611");
            assertThatThrownBy(() -> underpin(database).apply(plan)).as(with).isInstanceOf(Failure.class);
        }
        assertThat(exists(database, "b")).isFalse();
        assertThat(exists(database, "underpin.run")).isFalse();
    }

    /** What the first statement names must be there; what later ones name may be made by then. */
    @Test
    void whatTheFirstStatementNamesIsLookedUp(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        Plan missing = SqlPlans.plan("sql.run", "apply: [ UPDATE a SET y = 1 ]\nrollback: [ SELECT 1 ]");
        Plan made = SqlPlans.plan(
                "sql.run",
                "apply: [ ALTER TABLE a ADD y int, UPDATE a SET y = 1, 'INSERT INTO a VALUES (1, 2, 3)' ]\nrollback: [ ALTER TABLE a DROP y ]");

        assertThat(codes(underpin(database).check(missing))).containsExactly("E0612");
        assertThat(underpin(database).check(made).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aPreviewTellsHowLongOthersMayWait(TestDatabase database) {
        assertThat(blocks(database, "apply: [ DROP TABLE a ]", "irreversible: accepted"))
                .isEqualTo("readers and writers, no longer than maxHold, 5 s");
        assertThat(blocks(database, "apply: [ DROP TABLE a ]\nmaxHold: 2500ms", "irreversible: accepted"))
                .isEqualTo("readers and writers, no longer than maxHold, 2500 ms");
        assertThat(blocks(database, "apply: [ VACUUM FULL a ]\ntransaction: false", "irreversible: accepted"))
                .isEqualTo("readers and writers, waiting no longer than lockTimeout, then for as long as it takes");
        RunReport longer = underpin(database)
                .check(SqlPlans.plan("sql.run", "apply: [ SELECT 1 ]\nmaxHold: 20s", "irreversible: accepted"));
        assertThat(longer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(longer.findings())
                .singleElement()
                .satisfies(note ->
                        assertThat(note.finding().message()).contains("up to 20000 ms", "lockTimeout (300 ms)"));
    }

    private static String blocks(TestDatabase database, String with, String more) {
        return underpin(database)
                .preview(SqlPlans.plan("sql.run", with, more))
                .steps()
                .get(0)
                .actions()
                .get(0)
                .blocks();
    }

    /** What is promised to change nothing is refused by the server where a function in it does. */
    @Test
    void questionsChangeNothing(TestDatabase database) {
        database.execute("""
                CREATE TABLE kept (x int);
                CREATE FUNCTION writes() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO kept VALUES (1) RETURNING 1';
                """);
        String question = "sql: SELECT writes(), expect: { value: 1 }";
        List<String> steps = List.of(
                "- { id: it, uses: sql.assert, with: { " + question + " } }",
                "- { id: it, uses: sql.run, with: { apply: [CREATE TABLE a ()], rollback: [DROP TABLE a], verify: [{ "
                        + question + " }] } }",
                "- { id: it, uses: sql.run, verify: [{ " + question
                        + " }], with: { apply: [CREATE TABLE a ()], rollback: [DROP TABLE a] } }",
                "- { id: it, uses: sql.run, prechecks: [{ " + question
                        + " }], with: { apply: [CREATE TABLE a ()], rollback: [DROP TABLE a] } }");
        for (String step : steps) {
            Plan plan = SqlPlans.parse("  " + step + "\n");
            assertThat(outcome(() -> underpin(database).check(plan))).as(step).isNotEqualTo(Outcome.BUG);
            assertThat(outcome(() -> underpin(database).apply(plan))).as(step).isNotIn(Outcome.DONE, Outcome.BUG);
        }
        assertThat(database.queryLong("SELECT count(*) FROM kept")).isZero();
        assertThat(exists(database, "a")).isFalse();
    }

    private static Outcome outcome(Supplier<RunReport> command) {
        try {
            return command.get().outcome();
        } catch (Failure failure) {
            return failure.outcome();
        }
    }

    private static final String INDEX = """
            transaction: false
            apply: [ CREATE INDEX CONCURRENTLY a_x ON a (x) ]
            done: SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('a_x') AND indisvalid)
            rollback: [ DROP INDEX CONCURRENTLY IF EXISTS a_x ]
            """;

    @Test
    void runsByItselfWhatTheServerRefusesInATransaction(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");

        assertThat(underpin(database).apply(SqlPlans.plan("sql.run", INDEX)).outcome())
                .isEqualTo(Outcome.DONE);

        assertThat(exists(database, "a_x")).isTrue();
        underpin(database).rollback("sql", Optional.empty());
        assertThat(exists(database, "a_x")).isFalse();
    }

    private static Failpoints deathAt(Failpoint point) {
        return (reached, where) -> {
            if (reached == point) {
                throw new Death();
            }
        };
    }

    /** No exception of ours, so that nothing tidies up. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void knowsByTheAuthorsQuestionWhetherAnInterruptedStatementIsDone(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        Plan plan = SqlPlans.plan("sql.run", INDEX);
        for (Failpoint moment : List.of(Failpoint.AUTOCOMMIT_INTENT, Failpoint.AUTOCOMMIT_EXECUTED)) {
            assertThatThrownBy(() -> underpin(database, deathAt(moment)).apply(plan))
                    .isInstanceOf(Death.class);

            assertThat(underpin(database).resume("sql").outcome())
                    .as(moment.id())
                    .isEqualTo(Outcome.DONE);

            assertThat(exists(database, "a_x")).as(moment.id()).isTrue();
            underpin(database).rollback("sql", Optional.empty());
            assertThat(exists(database, "a_x")).as(moment.id()).isFalse();
        }
    }

    private static final String UNKNOWABLE = """
            transaction: false
            apply: [ CREATE INDEX CONCURRENTLY a_x ON a (x) ]
            rollback: [ DROP INDEX CONCURRENTLY a_x ]
            """;

    private static void dies(TestDatabase database, Failpoint moment) {
        assertThatThrownBy(() -> underpin(database, deathAt(moment)).apply(SqlPlans.plan("sql.run", UNKNOWABLE)))
                .isInstanceOf(Death.class);
    }

    private static Assumptions done(String name) {
        return new Assumptions(Set.of(name), Set.of());
    }

    private static Assumptions notDone(String name) {
        return new Assumptions(Set.of(), Set.of(name));
    }

    @Test
    void stopsForADecisionWhereItCannotKnow(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        dies(database, Failpoint.AUTOCOMMIT_EXECUTED);

        for (RunReport stopped :
                List.of(underpin(database).resume("sql"), underpin(database).rollback("sql", Optional.empty()))) {
            assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(stopped.findings()).singleElement().satisfies(problem -> {
                assertThat(problem.finding().message()).contains("cannot be told");
                assertThat(problem.finding().remedy())
                        .contains("underpin resume sql --assume-done it", "--assume-not-done it");
            });
        }
        assertThat(exists(database, "a_x")).isTrue();
    }

    @Test
    void goesOnWithWhatAPersonSaysWasDone(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        dies(database, Failpoint.AUTOCOMMIT_EXECUTED);

        assertThat(underpin(database).resume("sql", done("it")).state()).contains(RunState.APPLIED);

        assertThat(database.queryText("SELECT body::text FROM underpin.event WHERE kind = 'decided'"))
                .contains("\"decision\": \"done\"", "CREATE INDEX CONCURRENTLY", "\"actor\"");
        assertThat(underpin(database).rollback("sql", Optional.empty()).state()).contains(RunState.ROLLED_BACK);
        assertThat(exists(database, "a_x")).isFalse();
    }

    @Test
    void runsAgainWhatAPersonSaysWasNotDone(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        dies(database, Failpoint.AUTOCOMMIT_INTENT);

        assertThat(underpin(database)
                        .resume("sql", notDone("run:CREATE INDEX CONCURRENTLY a_x ON a (x)"))
                        .state())
                .contains(RunState.APPLIED);

        assertThat(exists(database, "a_x")).isTrue();
    }

    @Test
    void takesBackByWhatAPersonSays(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        dies(database, Failpoint.AUTOCOMMIT_EXECUTED);
        assertThat(underpin(database)
                        .rollback("sql", Optional.empty(), done("it"))
                        .state())
                .contains(RunState.ROLLED_BACK);
        assertThat(exists(database, "a_x")).isFalse();

        dies(database, Failpoint.AUTOCOMMIT_INTENT);
        assertThat(underpin(database)
                        .rollback("sql", Optional.empty(), notDone("it"))
                        .state())
                .contains(RunState.ROLLED_BACK);
    }

    @Test
    void finishesAnInterruptedRollbackByWhatAPersonSays(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        underpin(database).apply(SqlPlans.plan("sql.run", UNKNOWABLE));
        assertThatThrownBy(() -> underpin(database, deathAt(Failpoint.AUTOCOMMIT_EXECUTED))
                        .rollback("sql", Optional.empty()))
                .isInstanceOf(Death.class);
        assertThat(underpin(database).rollback("sql", Optional.empty()).outcome())
                .isEqualTo(Outcome.STOPPED);

        assertThat(underpin(database)
                        .rollback("sql", Optional.empty(), done("it"))
                        .state())
                .contains(RunState.ROLLED_BACK);
        assertThat(exists(database, "a_x")).isFalse();
    }

    @Test
    void decidesNothingThatIsNotOpen(TestDatabase database) {
        database.execute("CREATE TABLE a (x int)");
        dies(database, Failpoint.AUTOCOMMIT_EXECUTED);

        assertThatThrownBy(() -> underpin(database).resume("sql", done("stop")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(failure.problems().get(0).finding().code()).isEqualTo("E2013");
                });
        assertThatThrownBy(() -> underpin(database).resume("sql", new Assumptions(Set.of("it"), Set.of("it"))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.outcome()).isEqualTo(Outcome.USAGE));
        assertThat(underpin(database).resume("sql").outcome()).isEqualTo(Outcome.STOPPED);

        underpin(database).rollback("sql", Optional.empty(), done("it"));
        assertThatThrownBy(() -> underpin(database, deathAt(Failpoint.AUTOCOMMIT_EXECUTED))
                        .apply(SqlPlans.plan("sql.run", INDEX)))
                .isInstanceOf(Death.class);
        assertThatThrownBy(() -> underpin(database).resume("sql", notDone("it")))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(
                                        failure.problems().get(0).finding().message())
                                .contains("the database itself tells"));
    }

    @Test
    void believesTheServerThatAStatementFailed(TestDatabase database) {
        RunReport report = underpin(database).apply(SqlPlans.plan("sql.run", """
                        transaction: false
                        apply: [ DROP INDEX CONCURRENTLY nowhere ]
                        rollback: [ SELECT 1 ]
                        """));

        assertThat(report.outcome()).isNotIn(Outcome.DONE, Outcome.STOPPED);
        assertThat(report.findings())
                .anySatisfy(problem -> assertThat(problem.finding().message()).contains("nowhere"));
    }

    @Test
    void goesOnOnlyIfTheAnswerIsTheExpectedOne(TestDatabase database) {
        String steps = """
                - id: make
                  uses: sql.run
                  with: { apply: [ CREATE TABLE a AS SELECT 1 AS x ], rollback: [ DROP TABLE a ] }
                - id: ask
                  uses: sql.assert
                  with: { sql: SELECT x FROM a WHERE x > %d, expect: { empty: true }, remedy: Delete them. }
                - id: more
                  uses: sql.run
                  with: { apply: [ CREATE TABLE b (y int) ], rollback: [ DROP TABLE b ] }
                """.indent(2);

        RunReport missed = underpin(database).apply(SqlPlans.parse(steps.formatted(0)));

        assertThat(missed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(codes(missed)).contains("E3203");
        assertThat(missed.findings().get(0).finding().remedy()).isEqualTo("Delete them.");
        assertThat(missed.findings().get(0).details()).contains("x=1");
        assertThat(exists(database, "a") || exists(database, "b")).isFalse();

        RunReport met = underpin(database).apply(SqlPlans.parse(steps.formatted(1)));

        assertThat(met.outcome()).isEqualTo(Outcome.DONE);
        assertThat(exists(database, "b")).isTrue();
    }
}
