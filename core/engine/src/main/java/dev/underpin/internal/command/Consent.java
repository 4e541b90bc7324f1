package dev.underpin.internal.command;

import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What somebody has agreed to: a command that begins anew does not ask for the same again. */
final class Consent {

    private final Consumer<RunReport> asked;
    private Optional<List<StepReport>> given = Optional.empty();

    /** @param asked throws if nothing is to be done */
    Consent(Consumer<RunReport> asked) {
        this.asked = asked;
    }

    void to(RunReport preview) {
        if (given.filter(preview.steps()::equals).isEmpty()) {
            asked.accept(preview);
            given = Optional.of(preview.steps());
        }
    }
}
