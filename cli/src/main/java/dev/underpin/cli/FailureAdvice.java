package dev.underpin.cli;

import dev.underpin.report.Outcome;
import java.util.List;
import java.util.Optional;

/** How to go on after a command that failed. */
final class FailureAdvice {

    private FailureAdvice() {}

    static List<String> next(Outcome outcome, Optional<String> plan) {
        return plan.map(id -> switch (outcome) {
                    case STOPPED -> List.of("underpin resume " + id, "underpin rollback " + id);
                    case VERIFICATION_FAILED -> List.of("underpin verify " + id, "underpin rollback " + id);
                    // Without the id: a plan that was refused may have no run to show.
                    case BUSY, DIFFERS, BUG -> List.of("underpin status");
                    default -> List.<String>of();
                })
                .orElse(List.of());
    }
}
