package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.postgresql.PostgresDialect;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSqlTest {

    private static final PostgresDialect DIALECT = new PostgresDialect(15);

    private static List<Action> oneByOne(String with) {
        return new OneByOne(SqlPlans.run("transaction: false\n" + with), Captured.of(Map.of()), DIALECT).actions();
    }

    @Test
    void runsAllStatementsOfAllItemsInOneTransaction() {
        RunSql.Config config = SqlPlans.run("""
                apply:
                  - CREATE TABLE a (x int); CREATE TABLE b (y text DEFAULT ';')
                  - INSERT INTO a VALUES (1)
                rollback: [ "DROP TABLE a, b" ]
                """);

        Transaction transaction = Together.of(config, Captured.of(Map.of()), DIALECT);

        assertThat(transaction.ops())
                .map(op -> ((Sql) op).text())
                .containsExactly(
                        "CREATE TABLE a (x int)", "CREATE TABLE b (y text DEFAULT ';')", "INSERT INTO a VALUES (1)");
        assertThat(transaction.maxHold()).contains(Duration.ofSeconds(5));
        assertThat(transaction.undo())
                .isInstanceOfSatisfying(
                        Undo.By.class,
                        undo -> assertThat(undo.actions())
                                .singleElement()
                                .satisfies(action -> assertThat(action.key()).isEqualTo("rollback")));
    }

    @Test
    void cannotBeTakenBackWithoutARollback() {
        assertThat(Together.of(SqlPlans.run("apply: [ \"TRUNCATE a\" ]"), Captured.of(Map.of()), DIALECT)
                        .undo())
                .isInstanceOf(Undo.Irreversible.class);
        assertThat(oneByOne("apply: [ \"VACUUM a\" ]"))
                .allSatisfy(action -> assertThat(((Autocommit) action).undo()).isInstanceOf(Undo.Irreversible.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "begin",
                "  /* now */ END",
                "ROLLBACK TO SAVEPOINT a",
                "PREPARE TRANSACTION 'x'",
                "START TRANSACTION",
                "SET work_mem = '1GB'",
                "SET SESSION work_mem = '1GB'",
                "SET LOCAL ROLE postgres",
                "SET SESSION AUTHORIZATION postgres",
                "SET search_path = app",
                "RESET ALL",
                "DISCARD ALL",
                "SELECT 1; COMMIT"
            })
    void refusesWhatReachesBeyondTheStep(String statement) {
        assertThatThrownBy(() -> SqlPlans.run("apply: [ \"" + statement + "\" ]"))
                .hasMessageContaining("E0309")
                .hasMessageContaining("cannot stand in a step");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL work_mem = '1GB'",
                "SET CONSTRAINTS ALL DEFERRED",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "DO $$ BEGIN RAISE NOTICE 'commit'; END $$",
                "INSERT INTO a VALUES ('COMMIT; ROLLBACK')"
            })
    void acceptsWhatStaysWithinIt(String statement) {
        assertThat(SqlPlans.run("apply: [ \"" + statement + "\" ]").statements())
                .containsExactly(statement);
    }

    @Test
    void saysThatPsqlsOwnCommandsAreNotSql() {
        assertThatThrownBy(() -> SqlPlans.run("apply: [ \"\\\\\\\\i file.sql\" ]"))
                .hasMessageContaining("psql's own command");
    }

    @Test
    void askingWhetherItIsDoneNeedsOneStatementOutsideATransaction() {
        assertThatThrownBy(() -> SqlPlans.run("apply: [ \"SELECT 1\" ]\ndone: SELECT true"))
                .hasMessageContaining("nothing has to be asked");
        assertThatThrownBy(() ->
                        SqlPlans.run("transaction: false\napply: [ \"VACUUM a\", \"VACUUM b\" ]\ndone: SELECT true"))
                .hasMessageContaining("which of several statements");
    }

    @Test
    void probesByTheAuthorsQuestionAndInverselyForTheWayBack() {
        Autocommit run = (Autocommit) oneByOne("""
                apply: [ CREATE INDEX CONCURRENTLY i ON a (x) ]
                rollback: [ DROP INDEX CONCURRENTLY i ]
                done: SELECT to_regclass('i') IS NOT NULL;
                """).get(0);

        assertThat(run.probe().text())
                .isEqualTo("SELECT CASE done WHEN true THEN 'DONE' WHEN false THEN 'ABSENT' ELSE 'UNKNOWN' END"
                        + " FROM (SELECT CAST((SELECT to_regclass('i') IS NOT NULL) AS boolean) AS done) AS answer");
        assertThat(run.probe().author()).isEqualTo(Sql.Author.PLAN);
        Autocommit back = (Autocommit) ((Undo.By) run.undo()).actions().get(0);
        assertThat(back.probe().text()).contains("WHEN true THEN 'ABSENT' WHEN false THEN 'DONE'");
    }

    @Test
    void doesNotKnowWithoutTheAuthorsQuestion() {
        assertThat(oneByOne("apply: [ \"DROP INDEX CONCURRENTLY a\", \"DROP INDEX CONCURRENTLY b\" ]"))
                .hasSize(2)
                .allSatisfy(action ->
                        assertThat(((Autocommit) action).probe().text()).isEqualTo("SELECT 'UNKNOWN'"));
    }

    @Test
    void runsAgainWhatMayBeRunAgain() {
        assertThat(oneByOne("apply: [ \"VACUUM a\", \"ANALYZE b\" ]"))
                .allSatisfy(action ->
                        assertThat(((Autocommit) action).probe().text()).isEqualTo("SELECT 'ABSENT'"));
    }

    @Test
    void hurriesOnlyWhatMakesOthersWait() {
        assertThat(oneByOne("""
                        apply:
                          - CREATE INDEX CONCURRENTLY i ON a (x)
                          - VACUUM (ANALYZE) a
                          - VACUUM FULL a
                          - CLUSTER a USING i
                        """))
                .map(action -> ((Autocommit) action).statement().queueForming())
                .containsExactly(false, false, true, true);
    }
}
