package dev.underpin.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.postgresql.PostgresDialect;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Policy.Command;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.change.RowSecurityTransition;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowSecurityTransitionTest {

    private static final QualifiedName TABLE = QualifiedName.of("public", "m");

    private static final Policy OWN = new Policy(
            "own", Command.ALL, true, List.of("app"), Optional.of("(a = 1)"), Optional.of("(a = 2)"), Optional.of("c"));

    private static List<Sql> between(RowSecurity from, RowSecurity to) {
        return new RowSecurityTransition(
                        new SecuredTable(TABLE, from),
                        new SecuredTable(TABLE, to),
                        Map.of("(a = 3)", "a = '3'"),
                        new PostgresDialect(15).statements(PolicyStatements.class))
                .statements();
    }

    private static List<String> texts(RowSecurity from, RowSecurity to) {
        return between(from, to).stream().map(Sql::text).toList();
    }

    private static RowSecurity on(Policy... policies) {
        return new RowSecurity(true, false, List.of(policies));
    }

    private static Policy own(Command command, boolean permissive, String role) {
        return new Policy("own", command, permissive, List.of(role), OWN.using(), OWN.withCheck(), OWN.comment());
    }

    @Test
    void isNothingBetweenEquals() {
        assertThat(between(on(OWN), on(OWN))).isEmpty();
    }

    @Test
    void makesPoliciesBeforeTheyCount() {
        assertThat(texts(RowSecurity.OFF, new RowSecurity(true, true, List.of(OWN))))
                .containsExactly(
                        "CREATE POLICY \"own\" ON \"public\".\"m\" AS PERMISSIVE FOR ALL TO \"app\" USING ((a = 1)) WITH CHECK ((a = 2))",
                        "COMMENT ON POLICY \"own\" ON \"public\".\"m\" IS 'c'",
                        "ALTER TABLE \"public\".\"m\" ENABLE ROW LEVEL SECURITY",
                        "ALTER TABLE \"public\".\"m\" FORCE ROW LEVEL SECURITY");
    }

    @Test
    void locksTheTableForEachStatementAsTheServerDoes() {
        assertThat(between(RowSecurity.OFF, on(OWN)))
                .allSatisfy(sql -> assertThat(sql.locks())
                        .containsExactly(Lock.on(
                                TABLE,
                                sql.text().startsWith("COMMENT")
                                        ? LockMode.SHARE_UPDATE_EXCLUSIVE
                                        : LockMode.ACCESS_EXCLUSIVE)));
    }

    @Test
    void altersRolesAndExpressionsInPlace() {
        assertThat(texts(on(OWN), on(own(Command.ALL, true, "public"))))
                .containsExactly(
                        "ALTER POLICY \"own\" ON \"public\".\"m\" TO PUBLIC USING ((a = 1)) WITH CHECK ((a = 2))");
    }

    @Test
    void changesAloneTheCommentWhereNothingElseDiffers() {
        assertThat(texts(on(OWN), on(OWN.withComment(Optional.empty()))))
                .containsExactly("COMMENT ON POLICY \"own\" ON \"public\".\"m\" IS NULL");
    }

    @Test
    void makesAnewWhatCannotBeAlteredAndItsCommentWithIt() {
        List<Policy> unalterable = List.of(
                own(Command.UPDATE, true, "app"),
                own(Command.ALL, false, "app"),
                OWN.withExpressions(OWN.using(), Optional.empty()),
                OWN.withExpressions(Optional.empty(), OWN.withCheck()));

        assertThat(unalterable)
                .allSatisfy(policy -> assertThat(texts(on(OWN), on(policy)))
                        .hasSize(3)
                        .satisfies(
                                texts -> assertThat(texts.get(0)).startsWith("DROP POLICY"),
                                texts -> assertThat(texts.get(1)).startsWith("CREATE POLICY"),
                                texts -> assertThat(texts.get(2)).startsWith("COMMENT")));
    }

    @Test
    void makesAnExpressionWithTheWordsThatLeadToIt() {
        Policy other = OWN.withExpressions(Optional.of("(a = 3)"), OWN.withCheck());

        assertThat(texts(on(OWN), on(other)))
                .singleElement()
                .asString()
                .contains("USING (a = '3') WITH CHECK ((a = 2))");
        assertThat(texts(on(), on(other))).element(0).asString().contains("USING (a = '3')");
    }

    @Test
    void addsAnExpressionInPlace() {
        Policy reading = OWN.withExpressions(OWN.using(), Optional.empty());

        assertThat(texts(on(reading), on(OWN))).singleElement().asString().startsWith("ALTER POLICY");
    }

    @Test
    void quotesWhateverTheNamesAre() {
        Policy hostile = new Policy(
                "a\"; DROP TABLE x; --{0}",
                Command.SELECT,
                false,
                List.of("ro\"le", "PUBLIC"),
                Optional.of("true"),
                Optional.empty(),
                Optional.of("it's"));

        assertThat(texts(on(), on(hostile)))
                .containsExactly(
                        "CREATE POLICY \"a\"\"; DROP TABLE x; --{0}\" ON \"public\".\"m\" AS RESTRICTIVE FOR SELECT TO"
                                + " \"ro\"\"le\", \"PUBLIC\" USING (true)",
                        "COMMENT ON POLICY \"a\"\"; DROP TABLE x; --{0}\" ON \"public\".\"m\" IS 'it''s'");
    }
}
