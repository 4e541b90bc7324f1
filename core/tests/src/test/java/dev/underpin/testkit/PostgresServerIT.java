package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class PostgresServerIT {

    @BeforeEach
    void aTableThatTheTestFinds(TestDatabase database) {
        database.execute("CREATE TABLE before_each (id int)");
    }

    @Majors(always = true)
    void everyMajorStartsAndIsConfiguredForTheTests(PostgresServer server, TestDatabase database) {
        assertThat(database.queryLong("SELECT current_setting('server_version_num')::int / 10000"))
                .isEqualTo(server.major());
        assertThat(database.server()).isSameAs(server).isSameAs(PostgresServer.major(server.major()));
        assertThat(database.queryLong("SELECT current_setting('max_connections')::int"))
                .isGreaterThanOrEqualTo(200);
        assertThat(database.queryLong("SELECT current_setting('max_prepared_transactions')::int"))
                .isGreaterThanOrEqualTo(10);
        assertThat(database.queryText("SELECT current_setting('wal_level')")).isEqualTo("logical");
        assertThat(database.queryText("SELECT current_setting('autovacuum')")).isEqualTo("on");
        database.execute("CREATE EXTENSION pg_stat_statements");
        assertThat(database.queryLong("SELECT count(*) FROM pg_stat_statements"))
                .isNotNegative();
    }

    @Test
    void theInstalledServerIsOneMoreOfItsMajor() {
        Optional<PostgresServer> installed = PostgresServer.installed();
        assumeTrue(installed.isPresent(), "no PostgreSQL is installed");
        PostgresServer server = installed.orElseThrow();
        assertThat(server).isNotSameAs(PostgresServer.major(server.major()));
        try (TestDatabase database = server.createDatabase()) {
            assertThat(database.queryText("SELECT current_setting('data_directory')"))
                    .contains("installed-" + server.major());
            assertThat(database.queryText("SELECT current_setting('wal_level')"))
                    .isEqualTo("logical");
        }
    }

    @Test
    void setUpAndTestShareOneDatabase(TestDatabase database) {
        assertThat(database.queryLong("SELECT count(*) FROM before_each")).isZero();
    }

    @Test
    void aDatabaseIsFreshAndGoneAfterClose(PostgresServer server) {
        TestDatabase first = server.createDatabase();
        first.execute("CREATE TABLE t (id int)");
        Connection lingering = first.connect();
        try (TestDatabase second = server.createDatabase()) {
            assertThat(second.name()).isNotEqualTo(first.name());
            assertThat(second.queryLong("SELECT count(*) FROM pg_class WHERE relname = 't'"))
                    .isZero();
            first.close();
            assertThat(second.queryTexts("SELECT datname FROM pg_database")).doesNotContain(first.name());
        }
        assertThatThrownBy(() -> lingering.createStatement().execute("SELECT 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aTemplateIsPreparedOnce(PostgresServer server) {
        AtomicInteger preparations = new AtomicInteger();
        for (int copy = 0; copy < 2; copy++) {
            try (TestDatabase database = server.createDatabase("prepared once", fresh -> {
                preparations.incrementAndGet();
                fresh.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
            })) {
                assertThat(database.update("INSERT INTO t VALUES (2)")).isOne();
                assertThat(database.queryLong("SELECT sum(id) FROM t")).isEqualTo(3);
            }
        }
        assertThat(preparations).hasValue(1);
    }

    @Test
    void preparedTransactionsAndSlotsDoNotHoldTheDatabase(PostgresServer server) {
        TestDatabase database = server.createDatabase();
        database.execute("CREATE TABLE t (id int)");
        database.queryText("SELECT pg_create_logical_replication_slot(?, 'pgoutput')::text", database.name());
        try (TestSession session = database.session().begin()) {
            session.execute("INSERT INTO t VALUES (1)");
            session.execute("PREPARE TRANSACTION 'left behind by " + database.name() + "'");
        }
        database.close();
        try (TestDatabase other = server.createDatabase()) {
            assertThat(other.queryTexts("SELECT datname FROM pg_database")).doesNotContain(database.name());
        }
    }

    @Test
    void anotherRoleLogsInOrIsActedAs(PostgresServer server) throws SQLException {
        try (TestDatabase database = server.createDatabase()) {
            TestLogin login = database.createLogin("it's", "NOINHERIT");
            try (TestSession session =
                            new TestSession(java.sql.DriverManager.getConnection(database.jdbcUrlAs(login)));
                    TestSession acting = database.sessionAs(login.name())) {
                assertThat(session.queryText("SELECT session_user")).isEqualTo(login.name());
                assertThat(acting.queryText("SELECT session_user || ' ' || current_user"))
                        .isEqualTo(login.name() + " " + login.name());
                assertThatThrownBy(() -> acting.queryLong("SELECT count(*) FROM pg_authid"))
                        .isInstanceOfSatisfying(
                                UncheckedSqlException.class,
                                e -> assertThat(e.sqlState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void aScriptMayHoldDollarQuotesAndQuestionMarks(TestDatabase database) {
        database.execute("""
                CREATE FUNCTION f() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN '{"a": 1}'::jsonb ? 'a'; END $$;
                CREATE TABLE answers AS SELECT f() AS answer;
                """);
        assertThat(database.queryBoolean("SELECT answer FROM answers")).isTrue();
    }
}
