package dev.underpin.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFragmentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lower(email)",
                "a || ')' || b",
                "a || E'\\')' || b",
                "\"odd ) name\" > 0",
                "body = $q$ ; ) $q$",
                "a -- (\n + b",
                "a /* ( /* nested ) */ ; */ + b",
                "tags[1]",
                "status = ANY (ARRAY['a', 'b'])",
                "';'::text <> '--'"
            })
    void anExpressionThatIsCompleteInItselfIsTaken(String text) {
        assertThat(SqlExpression.parse(text).text()).isEqualTo(text);
        assertThat(SqlExpression.parse(SqlExpression.parse(text).toString())).isEqualTo(SqlExpression.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a); DROP TABLE t; --",
                "a --\r); COMMIT; DROP TABLE t; --",
                "a) WHERE (true",
                "(a",
                "a]",
                "(a]",
                "a; b",
                "a -- hides what follows",
                "'a",
                "\"a",
                "$q$ a $r$",
                "a /* b",
                "E'a\\'",
                "",
                "  ",
                "-- nothing",
                "a\0"
            })
    void anExpressionThatCouldEndWhatItIsPutIntoIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SqlExpression.parse(text));
    }

    @Test
    void aQueryLosesItsFinalSemicolonOnly() {
        assertThat(SqlQuery.parse(" SELECT ';' ; \n").text()).isEqualTo("SELECT ';'");
        assertThatIllegalArgumentException().isThrownBy(() -> SqlQuery.parse("SELECT 1; SELECT 2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "VALUES (1), (2)",
                "TABLE t",
                "(SELECT 1) UNION (SELECT 2)",
                "-- why\nSELECT 1",
                "/* why */ SELECT 1"
            })
    void whatReturnsRowsIsAQuery(String text) {
        assertThat(SqlQuery.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM t RETURNING *", "selection", "REFRESH MATERIALIZED VIEW v", "(DROP TABLE t)"})
    void whatChangesSomethingIsNoQuery(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlQuery.parse(text))
                .withMessageContaining("SELECT, WITH, VALUES or TABLE");
    }
}
