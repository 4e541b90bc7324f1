package dev.underpin.partitioning;

import dev.underpin.spi.Check;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Question;
import dev.underpin.spi.dialect.KeyLogVocabulary;
import java.util.List;

/** That a converted table holds what the old one would, and is what it was made. */
final class Verification {

    private final Conversion conversion;

    Verification(Conversion conversion) {
        this.conversion = conversion;
    }

    List<Check> checks() {
        KeyLogVocabulary keyLogs = conversion.dialect().keyLogs();
        return List.of(
                new Check(
                        "rows",
                        conversion.table() + " and " + conversion.retired()
                                + " hold the same rows, those that changed since the last replay excepted",
                        new Question.Rows(
                                keyLogs.unequal(
                                        conversion.reverse(),
                                        conversion.table(),
                                        conversion.retired(),
                                        conversion.columns(),
                                        conversion.oldKey()),
                                Expect.none()),
                        Check.OnMiss.FAIL,
                        Codes.ROWS_DIFFER,
                        "Roll back, and report what the rows have in common."),
                new Check(
                        "way-back",
                        "The old table can hold every row",
                        new Question.Rows(keyLogs.parked(conversion.reverse()), Expect.none()),
                        Check.OnMiss.WARN,
                        Codes.ROWS_NOT_BACK,
                        "A rollback is refused while these rows break the old table's keys."),
                sameDefinition());
    }

    /** A later step of the same plan changes it rightfully; the way back takes that step back first, and looks again. */
    private Check sameDefinition() {
        Check unchanged = new Definitions(conversion)
                .unchanged(
                        Definitions.AFTER,
                        conversion.table(),
                        Codes.DEFINITION_DIFFERS,
                        "Later steps of the plan are taken back before this one. A rollback is refused while changes of somebody else stand.");
        return new Check(
                unchanged.id(),
                unchanged.title(),
                unchanged.question(),
                Check.OnMiss.WARN,
                unchanged.code(),
                unchanged.remedy());
    }
}
