package dev.underpin.steps;

import static dev.underpin.spi.Code.Moment.APPLY;
import static dev.underpin.spi.Code.Moment.PRECHECK;
import static dev.underpin.spi.Code.Moment.VERIFY;

import dev.underpin.spi.Code;
import dev.underpin.spi.CodeCatalogue;
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

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
