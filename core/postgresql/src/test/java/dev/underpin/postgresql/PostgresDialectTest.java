package dev.underpin.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sql.Author;
import dev.underpin.spi.program.Sql.Param;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Arrays;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

class PostgresDialectTest {

    private static final QualifiedName MESSAGES = QualifiedName.of("public", "messages");

    private final Dialect dialect = new PostgresDialect(17);

    @Test
    void quotesEveryName() {
        assertThat(dialect.sql("DROP TABLE {0}", QualifiedName.of("Odd \"one\"", "order"))
                        .text())
                .isEqualTo("DROP TABLE \"Odd \"\"one\"\"\".\"order\"");
        assertThat(dialect.render(DSL.quotedName("žluťoučký kůň"))).isEqualTo("\"žluťoučký kůň\"");
    }

    @Test
    void inlinesValues() {
        assertThat(dialect.sql(
                                "SELECT {0}, {1}, {2}",
                                DSL.inline("it's \\ {0}"), DSL.inline(42), DSL.inline((String) null))
                        .text())
                .isEqualTo("SELECT 'it''s \\ {0}', 42, null");
        assertThat(dialect.render(DSL.inline(true))).isEqualTo("true");
    }

    @Test
    void rendersOnOneLine() {
        assertThat(dialect.render(DSL.createIndex(DSL.quotedName("i"))
                        .on(DSL.table(MESSAGES.jooq()), DSL.field(DSL.quotedName("id")))))
                .isEqualTo("create index \"i\" on \"public\".\"messages\"(\"id\")");
        assertThat(dialect.render(DSL.select(DSL.field(DSL.quotedName("a"), SQLDataType.BIGINT))
                        .from(DSL.table(MESSAGES.jooq()))
                        .where(DSL.field(DSL.quotedName("b")).eq("x"))))
                .isEqualTo("select \"a\" from \"public\".\"messages\" where \"b\" = 'x'");
    }

    @Test
    void leavesOtherBracesAlone() {
        assertThat(dialect.sql("SELECT '{}'::int[], '{a, {0}}', {{0}}", DSL.inline(7))
                        .text())
                .isEqualTo("SELECT '{}'::int[], '{a, 7}', {7}");
    }

    @Test
    void neverReadsWhatItPutIn() {
        assertThat(dialect.sql("SELECT {0}, {1}", DSL.inline("{1}"), DSL.raw("'{0} ? :x'"))
                        .text())
                .isEqualTo("SELECT '{1}', '{0} ? :x'");
    }

    @Test
    void recordsLateParametersAtTheirOffsets() {
        Sql sql = dialect.sql("SELECT ':n', {0} LIMIT {1}", new Late("from", "tid"), new Late("n", "bigint"));

        assertThat(sql.text()).isEqualTo("SELECT ':n', :from LIMIT :n");
        assertThat(sql.params())
                .containsExactly(
                        new Param("from", "tid", 13, Optional.empty()), new Param("n", "bigint", 25, Optional.empty()));
    }

    @Test
    void mergesNestedStatements() {
        Sql inner = dialect.sql("SELECT {0}", new Late("n", "bigint")).locking(MESSAGES, LockMode.ROW_SHARE);

        Sql outer = dialect.sql("({0}) UNION ({0})", inner);

        assertThat(outer.text()).isEqualTo("(SELECT :n) UNION (SELECT :n)");
        assertThat(outer.params())
                .allSatisfy(param ->
                        assertThat(outer.text().substring(param.offset())).startsWith(":n"))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(outer.locks()).containsExactly(Lock.on(MESSAGES, LockMode.ROW_SHARE));
        assertThat(outer.author()).isEqualTo(Author.TOOL);
    }

    @Test
    void wordsOfThePlanStayWordsOfThePlan() {
        Sql explained = dialect.sql("EXPLAIN {0}", Sql.ofPlan("SELECT * FROM messages"));

        assertThat(explained.author()).isEqualTo(Author.PLAN);
        assertThat(explained.locks()).containsExactly(Lock.ANYTHING);
    }

    @Test
    void refusesPartsThatDoNotFit() {
        assertThatThrownBy(() -> dialect.sql("SELECT {0}, {1}", DSL.inline(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{1}");
        assertThatThrownBy(() -> dialect.sql("SELECT {1}", DSL.inline(1), DSL.inline(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("part 0");
        assertThatThrownBy(() -> dialect.sql("SELECT {0}", "1; DROP TABLE messages"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
    }

    @Test
    void laterMajorsOnlyAddCapabilities() {
        for (int major = 15; major <= 18; major++) {
            Dialect older = new PostgresDialect(major - 1);
            Dialect newer = new PostgresDialect(major);
            assertThat(Capability.values()).filteredOn(older::has).allMatch(newer::has);
        }
        assertThat(Arrays.stream(Capability.values())).allMatch(new PostgresDialect(18)::has);
        assertThat(new PostgresDialect(14).has(Capability.NULLS_NOT_DISTINCT)).isFalse();
        assertThat(new PostgresDialect(16).has(Capability.IDENTITY_IN_PARTITIONS))
                .isFalse();
        assertThat(new PostgresDialect(17).has(Capability.NAMED_NOT_NULL)).isFalse();
    }
}
