package dev.underpin.steps;

import dev.underpin.spi.config.Slug;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;

/** Makes checks of what the plan's author asks. */
final class Questions {

    private Questions() {}

    static Check check(String id, Assertion assertion, Code code) {
        return new Check(
                assertion.id().map(Slug::text).orElse(id),
                "\"" + assertion.sql().text().strip() + "\" has the expected answer",
                new Question.Rows(
                        Sql.queryOfPlan(assertion.sql().text()),
                        assertion.expect().toExpect()),
                Check.OnMiss.FAIL,
                code,
                assertion.remedy().orElse("Run the query to see what it finds."));
    }
}
