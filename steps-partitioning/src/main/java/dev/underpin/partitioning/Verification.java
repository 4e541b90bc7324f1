package dev.underpin.partitioning;

import dev.underpin.spi.Check;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Question;
import dev.underpin.spi.dialect.KeyLogVocabulary;
import dev.underpin.spi.dialect.KeyRegistry;
import java.util.ArrayList;
import java.util.List;

/** That a converted table holds what the old one would, and is what it was made. */
final class Verification {

    private final Conversion conversion;

    Verification(Conversion conversion) {
        this.conversion = conversion;
    }

    List<Check> checks() {
        KeyLogVocabulary keyLogs = conversion.dialect().keyLogs();
        List<Check> checks = new ArrayList<>(List.of(
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
                                        conversion.oldKey(),
                                        conversion.dialect().sql("true")),
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
                sameDefinition()));
        conversion.registry().map(this::keysRegistered).ifPresent(checks::add);
        return checks;
    }

    private Check keysRegistered(KeyRegistry registry) {
        return new Check(
                "keys",
                "The keys of " + conversion.table() + " are guarded, each one",
                new Question.Rows(
                        conversion.dialect().keyRegistries().unequal(registry, conversion.table()), Expect.none()),
                Check.OnMiss.FAIL,
                Codes.KEYS_DIFFER,
                "Roll back, and report what the keys have in common.");
    }

    /** A later step of the same plan changes it rightfully; the way back takes that step back first, and looks again. */
    private Check sameDefinition() {
        return new Definitions(conversion)
                .unchanged(
                        Definitions.AFTER,
                        conversion.table(),
                        Check.OnMiss.WARN,
                        Codes.DEFINITION_DIFFERS,
                        "Later steps of the plan are taken back before this one. A rollback is refused while changes of somebody else stand.");
    }
}
