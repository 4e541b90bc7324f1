package dev.underpin.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.spi.sql.SqlToken.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'it''s :no'",
                "'\\'",
                "$$ :no ' \" $$",
                "$tag$ :no $$ $tag2$ $tag$",
                "$été$ :no $été$",
                "'a\n:no'"
            })
    void aStringIsOneToken(String sql) {
        assertThat(strings(sql)).containsExactly(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"E'it\\'s :no'", "e'\\\\'"})
    void backslashesEscapeBehindAnE(String sql) {
        assertThat(strings(sql)).containsExactly(sql.substring(1));
    }

    private static List<String> strings(String sql) {
        return SqlToken.of(sql).stream()
                .filter(token -> token.kind() == Kind.STRING)
                .map(token -> token.in(sql))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- it's :no", "/* it's /* :no */ :no */", "/*/**/*/", "--"})
    void aCommentIsOneToken(String sql) {
        assertThat(SqlToken.of(sql)).containsExactly(new SqlToken(Kind.COMMENT, 0, sql.length()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`SELECT 'x`, 7",
                "`SELECT E'x\\'`, 8",
                "`SELECT \"x`, 7",
                "`$a$ $b$`, 0",
                "`a /* /* */`, 2",
            })
    void whatDoesNotEndIsRefusedWithItsBeginning(String sql, int offset) {
        UnterminatedSql refused = catchThrowableOfType(UnterminatedSql.class, () -> SqlToken.of(sql));
        assertThat(refused.offset()).isEqualTo(offset);
    }

    @Test
    void placeholdersAreFoundOutsideOfQuotationsOnly() {
        String sql =
                "SELECT :a, b::int, ':no', \":no\", $$:no$$, x::text || :a -- :no\n, :été_1 /* :no */ FROM t WHERE c=:b";
        assertThat(SqlText.placeholders(sql))
                .extracting(SqlText.Placeholder::name)
                .containsExactly("a", "a", "été_1", "b");
        assertThat(SqlText.placeholders(sql))
                .allSatisfy(found ->
                        assertThat(sql.substring(found.start(), found.end())).isEqualTo(":" + found.name()));
    }

    @Test
    void dollarsInNamesAndNumberedParametersBeginNoString() {
        assertThat(strings("SELECT a$b$c, $1, $2 FROM x$y$z")).isEmpty();
    }

    @Test
    void statementsAreDividedAsPsqlDividesThem() {
        String function =
                "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        String rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)";
        String body = "DO $$ BEGIN PERFORM 1; END $$";
        assertThat(new SqlText(function + ";\n" + rule + " ; -- a;b\n" + body + ";; SELECT ';'").statements())
                .containsExactly(function, rule, body, "SELECT ';'");
        assertThat(new SqlText("BEGIN; SELECT 1; END").statements()).containsExactly("BEGIN", "SELECT 1", "END");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "-- only", "/* this */ -- and this"})
    void textWithoutSqlIsRefused(String text) {
        assertThatThrownBy(() -> SqlText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
