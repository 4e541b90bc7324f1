package dev.underpin.internal.compilation;

import dev.underpin.spi.config.Slug;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import java.util.List;

/** Turns what the plan's author asserts into checks. */
public final class Assertions {

    private Assertions() {}

    /**
     * @param code of the finding when the assertion does not hold
     */
    public static Check check(Assertion assertion, Code code) {
        String id = assertion.id().map(Slug::toString).orElse("assertion");
        Sql query = new Sql(assertion.sql().text(), List.of(), List.of(), Sql.Author.PLAN);
        return new Check(
                id,
                "the plan's assertion " + id,
                new Question.Rows(query, assertion.expect().toExpect()),
                Check.OnMiss.FAIL,
                code,
                assertion.remedy().orElse("Look at the rows that the assertion's query returns."));
    }
}
