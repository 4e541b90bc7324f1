package dev.underpin.steps;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of the findings of general steps. */
public final class Codes implements CodeCatalogue {

    static final Code LONG_HOLD = Code.of(
            "N0610",
            "maxHold, not lockTimeout, bounds how long others may wait for what the statements lock.",
            "Give maxHold what applications can bear.",
            PRECHECK);
    static final Code NOT_VERIFIED = Code.of(
            "E3202",
            "What a sql.run verifies is not so.",
            "Look at the query's answer; correct the data or the plan.",
            APPLY,
            VERIFY);
    static final Code ASSERTION_MISSED = Code.of(
            "E3203",
            "What a sql.assert asserts is not so.",
            "Look at the query's answer; correct the data or the plan.",
            PRECHECK,
            APPLY,
            VERIFY);

    static final Code LOCKED_MORE = Code.of(
            "E3204",
            "The statements of a sql.run locked more than the plan says.",
            "Say in locks what the statements lock, or leave it out.",
            APPLY);
    static final Code NO_KEY = Code.of(
            "E3205",
            "A table has no key by which its rows could be taken range by range.",
            "Name in key the columns of a unique index without NULL, or leave it out if there is a primary key.",
            PRECHECK);

    static final Code NOT_ALL_ROWS = Code.of(
            "E3206",
            "Row level security applies to the tool's role, so it would not see all rows of a table.",
            "Say NO FORCE ROW LEVEL SECURITY meanwhile, run the plan as the table's owner, or give the role BYPASSRLS.",
            PRECHECK);
    static final Code NOT_CAPTURED = Code.of(
            "E3207",
            "What a sql.run wants to keep for its rollback cannot be had.",
            "Write a query that has one row with one value.",
            APPLY);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
