package dev.underpin.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.report.Failure;
import dev.underpin.spi.program.Sql;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** A text is one statement on the wire, and where nothing may be changed the server itself sees to that. */
@PostgresTest
@SideBySide
class OneStatementIT {

    private static final String TWO = "SELECT 1 --\r; CREATE TABLE intruder ()";

    private static Sessions sessions(TestDatabase database) {
        return new Sessions(database.dataSource(), new SearchPath(List.of("public")));
    }

    @Test
    void whatTheDriverWouldDivideIsNotSent(TestDatabase database) {
        try (Session session = sessions(database).open("test")) {
            assertRefused(() -> session.execute(Sql.ofPlan(TWO)));
            assertRefused(() -> session.query(Sql.queryOfPlan(TWO)));
            assertRefused(() -> session.query(Sql.of(TWO)));
            assertRefused(() -> session.parse(Sql.ofPlan(TWO)));
            assertRefused(() -> session.command(TWO));
            assertRefused(() -> session.dsl().execute(TWO));
            assertRefused(() -> session.dsl().batch("SELECT 1", TWO).execute());
        }
        assertThat(database.queryBoolean("SELECT to_regclass('intruder') IS NULL"))
                .isTrue();
    }

    private static void assertRefused(Runnable sending) {
        assertThatThrownBy(sending::run)
                .isInstanceOfSatisfying(
                        SqlFailure.class,
                        refused -> assertThat(refused.sqlState()).isEqualTo("42601"));
    }

    @Test
    void aCopyIsOneStatementToo(TestDatabase database) throws IOException {
        try (Session session = sessions(database).open("test")) {
            String two = "SELECT 1) TO STDOUT; CREATE TABLE intruder (); COPY (SELECT 2";
            assertThatThrownBy(() -> session.copyOut(Sql.of(two), new ByteArrayOutputStream()))
                    .isInstanceOf(SqlFailure.class);
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            assertThat(session.copyOut(Sql.of("SELECT '?;', 2 -- ;"), rows)).isOne();
            assertThat(rows).hasToString("?;\t2\n");
        }
        assertThat(database.queryBoolean("SELECT to_regclass('intruder') IS NULL"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extendedForPrepared"})
    void aProtocolThatTakesSeveralIsRefused(String mode) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPreferQueryMode(PreferQueryMode.of(mode));
        assertThat(OneStatement.isPossible(source.getPreferQueryMode())).isFalse();
    }

    @Test
    void andSaidSo(TestDatabase database) throws Exception {
        PGSimpleDataSource source = database.dataSource().unwrap(PGSimpleDataSource.class);
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        Failure refused = catchThrowableOfType(
                Failure.class,
                () -> new Sessions(source, SearchPath.EMPTY).open("test").close());
        assertThat(refused.problems().get(0).finding().code()).isEqualTo("E1320");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT writes()",
                "SELECT set_config('transaction_read_only', 'off', true), writes()",
                "SELECT set_config('transaction_read_only', 'off', false), writes()",
                "SELECT escapes()",
                "WITH x AS (INSERT INTO kept VALUES (1) RETURNING 1) TABLE x",
            })
    void whatOnlyReadsCannotWrite(String query, TestDatabase database) {
        database.execute("""
                CREATE TABLE kept (x int);
                CREATE FUNCTION writes() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO kept VALUES (1) RETURNING 1';
                CREATE FUNCTION escapes() RETURNS int LANGUAGE plpgsql AS $$
                BEGIN SET TRANSACTION READ WRITE; RETURN writes(); END $$;
                """);
        try (Session session = sessions(database).open("test")) {
            assertThatThrownBy(() -> session.readingOnly(() -> session.query(Sql.queryOfPlan(query))))
                    .isInstanceOf(SqlFailure.class)
                    .hasMessageMatching("(?s).*(read-only|must be set before any query).*");
            session.begin();
            session.execute(Sql.ofPlan("INSERT INTO kept VALUES (7)"));
            assertThatThrownBy(() -> session.readingOnly(() -> session.query(Sql.queryOfPlan(query))))
                    .isInstanceOf(SqlFailure.class)
                    .hasMessageMatching("(?s).*(read-only|must be set before any query).*");
            session.execute(Sql.ofPlan("INSERT INTO kept VALUES (8)"));
            session.commit();
        }
        assertThat(database.queryTexts("TABLE kept ORDER BY x")).containsExactly("7", "8");
    }

    @Test
    void aSettingDoesNotOutliveWhatOnlyReads(TestDatabase database) {
        try (Session session = sessions(database).openReadOnly("test")) {
            assertThatCode(() -> session.readingOnly(() -> session.query(
                            Sql.queryOfPlan("SELECT set_config('default_transaction_read_only', 'off', false)"))))
                    .doesNotThrowAnyException();
            assertThat(session.query(Sql.of("SHOW default_transaction_read_only"))
                            .first())
                    .isEqualTo("on");
        }
    }
}
