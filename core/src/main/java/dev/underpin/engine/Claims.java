package dev.underpin.engine;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.Finding;
import java.util.List;

/** Two plans may not hold one table. */
final class Claims {

    static final String CODE = "E1009";

    private Claims() {}

    static Failure held(String step, List<String> held) {
        return new Failure(
                Outcome.BUSY,
                Problem.of(
                                step,
                                Finding.error(
                                        CODE,
                                        "another plan holds what this step would change",
                                        "Finalize that plan or roll it back first."))
                        .with(held));
    }
}
