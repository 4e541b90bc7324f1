package dev.underpin.report;

import java.util.Comparator;
import java.util.List;

/** What the recurring work came to, a report for each plan that has any. */
public record MaintenanceReport(ServerTarget target, List<RunReport> runs) {

    /** What needs somebody most comes last. */
    private static final List<Outcome> BY_URGENCY = List.of(
            Outcome.DONE,
            Outcome.BUSY,
            Outcome.INTERRUPTED,
            Outcome.VERIFICATION_FAILED,
            Outcome.REFUSED,
            Outcome.FAILED_ROLLED_BACK,
            Outcome.STOPPED);

    public MaintenanceReport {
        runs = List.copyOf(runs);
    }

    /** Of all plans, the outcome that needs somebody most. */
    public Outcome outcome() {
        return runs.stream()
                .map(RunReport::outcome)
                .max(Comparator.comparingInt(MaintenanceReport::urgency))
                .orElse(Outcome.DONE);
    }

    private static int urgency(Outcome outcome) {
        int known = BY_URGENCY.indexOf(outcome);
        return known < 0 ? BY_URGENCY.size() : known;
    }
}
