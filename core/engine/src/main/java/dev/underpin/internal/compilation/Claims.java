package dev.underpin.internal.compilation;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Map;

/** Two plans may not hold one table. */
public final class Claims {

    private Claims() {}

    /** @param holders the plans by what they hold */
    public static Failure held(String step, Map<QualifiedName, String> holders) {
        return new Failure(
                Outcome.BUSY,
                holders.entrySet().stream()
                        .map(held -> Problem.of(step, finding(held.getKey(), held.getValue())))
                        .toList());
    }

    public static Finding finding(QualifiedName relation, String holder) {
        return Finding.error(
                EngineCodes.CLAIMED,
                relation + " is held by plan " + holder,
                "Finalize that plan or roll it back first: `underpin finalize " + holder + "` or `underpin rollback "
                        + holder + "`.");
    }
}
